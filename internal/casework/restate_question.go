package casework

import (
	"context"

	"gongkai/agency"
	"gongkai/application"
	"gongkai/internal/database"
	"gongkai/internal/store"
)

// questionsReach is how long ago the term of a question may have ended that a notice can open again.
const questionsReach = 31

// restateQuestions computes anew until when the links are good by which third parties and other agencies answer: the clock of
// the application counts by the same days.
// 法源: 《条例》第三十二条、《放假办法》第六条。
func (d *Desk) restateQuestions(ctx context.Context) error {
	return d.DB.WriteUnrecorded(ctx, "consultation", func(tx *database.Tx) error {
		list, err := store.OpenConsultations(tx, tx.Today().AddDays(-questionsReach))
		if err != nil {
			return err
		}
		for _, c := range list {
			file, err := store.Application(tx, application.ID(c.Application))
			if err != nil {
				return err
			}
			sent := application.Fact{On: c.SentOn}
			for _, f := range file.Application.Facts {
				if string(f.Kind) == c.Kind && f.Party == c.Party && f.On == c.SentOn {
					sent = f
				}
			}
			ends := d.Lapses(agency.ID(c.Agency))(sent)
			if ends == c.EndsOn {
				continue
			}
			if err := store.RestateConsultation(tx, c.ID, ends); err != nil {
				return err
			}
		}
		return nil
	})
}
