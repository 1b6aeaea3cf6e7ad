package casework

import (
	"context"

	"gongkai/agency"
	"gongkai/applicant"
	"gongkai/application"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/database"
	"gongkai/law"
)

// Unmask shows who the applicant is. Each look is entered in the ledger with its reason.
// 法源: 《个人信息保护法》第三十四条。
func (d *Desk) Unmask(ctx context.Context, by auth.Actor, of agency.ID, id application.ID, reason string) (who applicant.Applicant, err error) {
	defer fault.Wrap(&err, "casework.Unmask(%s)", id)
	err = d.act(ctx, by, auth.Unmask, of, func(tx *database.Tx) error {
		if reason == "" {
			return fault.Of([]fault.Problem{{Field: "reason", Message: "请填写查看完整个人信息的事由"}})
		}
		file, err := own(tx, of, id)
		if err != nil {
			return err
		}
		if who, err = d.open(file); err != nil {
			return err
		}
		enter(tx, of, "unmask", id, map[string]string{"reason": reason}, law.Privacy.Art(34))
		return nil
	})
	return who, err
}

// clockCite is the article under which a fact is entered.
func clockCite(f application.Fact) law.Citation {
	switch f.Kind {
	case application.CorrectionRequested, application.Corrected:
		return law.OGI.Art(30)
	case application.Extended, application.ExtensionAsked:
		return law.OGI.Art(33).P(2)
	case application.ThirdPartyConsulted, application.ThirdPartyAnswered:
		return law.OGI.Art(32)
	case application.AgencyConsulted, application.AgencyAnswered:
		return law.OGI.Art(33).P(3)
	case application.ReasonsRequested, application.ReasonsGiven, application.Delayed:
		return law.OGI.Art(35)
	case application.FeeNoticed, application.FeePaid, application.PaymentShown:
		return law.Fees.Art(6)
	case application.Proposed, application.ProposalTold:
		return law.OGI.Art(44).P(2)
	case application.MadePublic:
		return law.OGI.Art(44).P(1)
	case application.Rectified:
		return law.OGI.Art(41)
	case application.Decided, application.Issued, application.Delivered:
		return law.OGI.Art(36)
	}
	return law.OGI.Art(45)
}
