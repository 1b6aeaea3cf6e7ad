package supervising

import (
	"context"

	"gongkai/agency"
	"gongkai/civil"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/crypt"
	"gongkai/internal/database"
	"gongkai/internal/query"
	"gongkai/internal/store"
	"gongkai/law"
	"gongkai/remedy"
)

// A RemedyView is everything that the page of a proceeding shows.
type RemedyView struct {
	Proceeding  remedy.Proceeding
	Party       string // masked
	Duties      []remedy.Duty
	Expected    civil.Date // when the organ or the court should have decided; zero if nothing is pending
	ExpectedBy  law.Citation
	May         []remedy.Kind
	Application *query.RemedyTarget
	Record      *query.RemedyTarget
	Before      *query.ListedRemedy // the 复议 that the suit follows
	Later       []query.ListedRemedy
}

// LookRemedy shows a proceeding; who brought it only masked.
// 法源: 《条例》第五十一条。
func (d *Desk) LookRemedy(ctx context.Context, by auth.Actor, of agency.ID, id remedy.ID) (v RemedyView, err error) {
	defer fault.Wrap(&err, "supervising.LookRemedy(%s)", id)
	if err := auth.Can(by, auth.ViewRemedy, of); err != nil {
		return v, err
	}
	err = d.DB.Read(ctx, func(q *database.Query) error {
		file, err := ownRemedy(q, of, id)
		if err != nil {
			return err
		}
		p, today := file.Proceeding, civil.Of(d.DB.Now())
		name, err := d.Keys.Open(crypt.Fields, partyPlace(id), file.Party)
		if err != nil {
			return err
		}
		v = RemedyView{Proceeding: p, Party: crypt.Mask(crypt.Name, string(name)), May: p.May(today)}
		for _, duty := range p.Duties(d.Calendar(of)) {
			if !duty.Free || !duty.DueOn.Before(today) {
				v.Duties = append(v.Duties, duty)
			}
		}
		v.Expected, v.ExpectedBy, _ = p.Expected(d.Calendar(of))
		if v.Application, v.Record, err = query.RemedyTargets(q, p.Application, p.Record); err != nil {
			return err
		}
		v.Before, v.Later, err = query.RemedyChain(q, of, string(p.After), string(id))
		return err
	})
	return v, err
}

// ListRemedies lists proceedings of the agency and says how many there are.
func (d *Desk) ListRemedies(ctx context.Context, by auth.Actor, l query.RemedyList) (list []query.ListedRemedy, total int, err error) {
	defer fault.Wrap(&err, "supervising.ListRemedies(%s)", l.Agency)
	if err := auth.Can(by, auth.ViewRemedy, l.Agency); err != nil {
		return nil, 0, err
	}
	return query.Remedies(d.DB.View(ctx), l)
}

// UnmaskParty shows who brought the proceeding. Each look is entered in the ledger with its reason.
// 法源: 《个人信息保护法》第三十四条。
func (d *Desk) UnmaskParty(ctx context.Context, by auth.Actor, of agency.ID, id remedy.ID, reason string) (name string, err error) {
	defer fault.Wrap(&err, "supervising.UnmaskParty(%s)", id)
	err = d.act(ctx, by, auth.Unmask, of, func(tx *database.Tx) error {
		if reason == "" {
			return fault.Of([]fault.Problem{{Field: "reason", Message: "请填写查看完整个人信息的事由"}})
		}
		file, err := ownRemedy(tx, of, id)
		if err != nil {
			return err
		}
		plain, err := d.Keys.Open(crypt.Fields, partyPlace(id), file.Party)
		if err != nil {
			return err
		}
		name = string(plain)
		enter(tx, of, "unmask", "proceeding", string(id), map[string]string{"reason": reason}, law.Privacy.Art(34))
		return nil
	})
	return name, err
}

// Forum proposes where a 复议 or suit against the agency is heard, from its place in the tree and its settings.
// 法源: 《行政复议法》第二十四条、《行政诉讼法》第十八条。
func (d *Desk) Forum(ctx context.Context, by auth.Actor, of agency.ID) (f agency.Forum, err error) {
	defer fault.Wrap(&err, "supervising.Forum(%s)", of)
	if err := auth.Can(by, auth.ViewRemedy, of); err != nil {
		return f, err
	}
	today := civil.Of(d.DB.Now())
	settings, err := store.Settings(d.DB.View(ctx), of, today)
	if err != nil {
		return f, err
	}
	a, ok := by.Tree.Find(of)
	if !ok {
		return f, fault.New(fault.NotFound, "没有找到这个机关")
	}
	return by.Tree.ForumOf(a, settings.Remedies, today), nil
}

// RemedyTargets names the application and the record of the agency with the ids, for the form that registers; nil where
// there is none.
func (d *Desk) RemedyTargets(ctx context.Context, by auth.Actor, application, record string) (a, r *query.RemedyTarget, err error) {
	defer fault.Wrap(&err, "supervising.RemedyTargets")
	if err := auth.Can(by, auth.RecordRemedy, by.Agency); err != nil {
		return nil, nil, err
	}
	return query.OwnRemedyTargets(d.DB.View(ctx), by.Agency, application, record)
}
