package casework

import (
	"context"

	"gongkai/agency"
	"gongkai/application"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/store"
)

// mostBulk is how many applications one act upon many takes.
const mostBulk = 100

// A Refused is an application to which a bulk act could not be applied, with the reason.
type Refused struct {
	Number  string
	Problem string
}

// AddToMany adds the same fact to several applications: an assignment or a note. Each stands for itself: what stands
// against one does not hold up the others, and is said.
// 法源: 《条例》第四十五条。
func (d *Desk) AddToMany(ctx context.Context, by auth.Actor, of agency.ID, ids []application.ID, f application.Fact) (done int, refused []Refused, err error) {
	defer fault.Wrap(&err, "casework.AddToMany")
	if f.Kind != application.Assigned && f.Kind != application.Noted {
		return 0, nil, fault.New(fault.Invalid, "“%s”不能批量办理", f.Kind.Label())
	}
	if err := auth.Can(by, FactAction(f.Kind), of); err != nil {
		return 0, nil, err
	}
	if len(ids) == 0 || len(ids) > mostBulk {
		return 0, nil, fault.New(fault.Invalid, "请选择1至%d件申请", mostBulk)
	}
	for _, id := range ids {
		switch err := d.AddFact(ctx, by, of, id, f); {
		case err == nil:
			done++
		case fault.KindOf(err) == fault.Invalid || fault.KindOf(err) == fault.Unlawful || fault.KindOf(err) == fault.Conflict || fault.KindOf(err) == fault.NotFound:
			number := string(id)
			if file, err := store.Application(d.DB.View(ctx), id); err == nil && file.Application.Agency == of {
				number = file.Application.Number
			}
			refused = append(refused, Refused{number, fault.Message(err)})
		default:
			return done, refused, err
		}
	}
	return done, refused, nil
}

// SavedViews are the lists that the caller keeps.
func (d *Desk) SavedViews(ctx context.Context, by auth.Actor) (_ []store.SavedView, err error) {
	defer fault.Wrap(&err, "casework.SavedViews")
	if err := auth.Can(by, auth.ViewCase, by.Agency); err != nil {
		return nil, err
	}
	return store.SavedViews(d.DB.View(ctx), string(by.Staff))
}

// OwnSection is the 股室 of the caller, empty where the caller belongs to none.
func (d *Desk) OwnSection(ctx context.Context, by auth.Actor) (_ agency.SectionID, err error) {
	defer fault.Wrap(&err, "casework.OwnSection")
	if err := auth.Can(by, auth.AssistCase, by.Agency); err != nil {
		return "", err
	}
	who, err := store.Account(d.DB.View(ctx), by.Staff)
	return who.Section, err
}
