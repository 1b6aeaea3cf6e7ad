package publishing

import (
	"gongkai/agency"
	"gongkai/disclosure"
	"gongkai/internal/auth"
	"gongkai/internal/database"
	"gongkai/internal/store"
	"gongkai/ledger"
	"gongkai/review"
)

// tell tells people of a state, each once.
func (d *Desk) tell(tx *database.Tx, people []auth.Account, n store.Notice, about ledger.Subject) (told int, err error) {
	if d.Tell != nil {
		return d.Tell(tx, people, n, about)
	}
	for _, who := range people {
		n.Staff = string(who.Staff)
		fresh, err := store.AddNotice(tx, n)
		if err != nil {
			return told, err
		}
		if fresh {
			told++
		}
	}
	return told, nil
}

// able are the people of the agency who may take the action and are not stopped.
func able(r database.Reader, of agency.ID, action auth.Action) ([]auth.Account, error) {
	all, err := store.Accounts(r, of)
	if err != nil {
		return nil, err
	}
	var people []auth.Account
	for _, who := range all {
		if !who.Disabled && auth.Allows(who.Roles, action, auth.Own) {
			people = append(people, who)
		}
	}
	return people, nil
}

// only is the person alone.
func only(people []auth.Account, staff string) []auth.Account {
	for _, who := range people {
		if string(who.Staff) == staff {
			return []auth.Account{who}
		}
	}
	return nil
}

// recordURL is the page of a record, below the base path.
func recordURL(id disclosure.ID) string { return "/workbench/records/" + string(id) }

func aboutRecord(id disclosure.ID) ledger.Subject {
	return ledger.Subject{Kind: "record", ID: string(id)}
}

// tellNext tells whoever has to do something with the record after an act of its review: the reviewers of the next
// stage, the author of a record that came back, those who publish.
func (d *Desk) tellNext(tx *database.Tx, id disclosure.ID) error {
	file, err := store.Record(tx, id)
	if err != nil {
		return err
	}
	acts, err := store.Signoffs(tx, disclosure.ReviewKind, string(id))
	if err != nil {
		return err
	}
	of := file.Draft.Agency
	n := store.Notice{Agency: string(of), Key: "record:" + string(id) + ":" + string(file.Stage) + ":" + file.Digest[max(0, len(file.Digest)-16):] + ":" + itoa(len(acts)),
		Tone: "info", Path: recordURL(id), Title: "“" + file.Draft.Title + "”" + file.Stage.Label(), Body: "拟稿人" + file.AuthorName + "。"}
	var people []auth.Account
	switch stage := review.Stage(file.Stage); {
	case file.Stage == disclosure.StepReturned:
		all, err := able(tx, of, auth.DraftRecord)
		if err != nil {
			return err
		}
		people, n.Tone, n.Body = only(all, file.Draft.Author), "caution", "退回理由："+acts[len(acts)-1].Opinion
	case file.Stage == disclosure.StepCleared:
		people, err = able(tx, of, auth.PublishRecord)
	case UnderReview(file.Stage) && file.Stage != disclosure.StepReferred:
		people, err = able(tx, of, actions[stage])
		people = without(people, subjectOf(file), acts)
	}
	if err != nil || len(people) == 0 {
		return err
	}
	_, err = d.tell(tx, people, n, aboutRecord(id))
	return err
}

// without leaves out those who may not sign any more: who wrote in the draft, and who has signed a stage of it.
func without(people []auth.Account, subject review.Subject, acts []review.Signoff) []auth.Account {
	var left []auth.Account
	for _, who := range people {
		id := string(who.Staff)
		if subject.Wrote(id) {
			continue
		}
		signed := false
		for _, act := range acts {
			signed = signed || act.By.ID == id && act.Digest == subject.Digest && act.Verdict == review.Passed
		}
		if !signed {
			left = append(left, who)
		}
	}
	return left
}
