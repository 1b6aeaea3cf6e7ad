package casework_test

import (
	"context"
	"path"
	"reflect"
	"slices"
	"strconv"
	"testing"

	"gongkai/agency"
	"gongkai/application"
	"gongkai/civil"
	"gongkai/deadline"
	"gongkai/decision"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/casework"
	"gongkai/internal/store"
	"gongkai/letter"
	"gongkai/review"

	"pgregory.net/rapid"
)

// A visit is somebody at a door of an application on a day.
type visit struct {
	t    *rapid.T
	w    *world
	slip casework.Slip
	by   auth.Actor
	on   civil.Date
}

func (v visit) may(a auth.Action) bool { return auth.Can(v.by, a, bureau) == nil }

// furtherDoors are the use-cases that reach an application in a roundabout way. Each says whether the person may go through
// it, which fact would be added, and what came of it.
var furtherDoors = map[string]func(v visit) (allowed bool, kind application.Kind, err error){
	"AddToMany": func(v visit) (bool, application.Kind, error) {
		kind := rapid.SampledFrom([]application.Kind{application.Assigned, application.Noted, rapid.SampledFrom(application.Kinds).Draw(v.t, "any").Kind}).Draw(v.t, "many")
		f := application.Fact{Kind: kind, On: v.on, Text: "批量", Section: "se_1", Until: v.on.AddDays(7), Party: "甲", Outcome: "O1", Number: "1", Method: application.InPerson, Names: []string{"x"}, Files: []string{"x"}}
		_, refused, err := v.w.AddToMany(v.w.t.Context(), v.by, bureau, []application.ID{v.slip.ID}, f)
		if err == nil && len(refused) > 0 {
			err = fault.New(fault.Invalid, "%s", refused[0].Problem)
		}
		action := casework.FactAction(kind)
		return (kind == application.Assigned || kind == application.Noted) && v.may(action), kind, err
	},
	"AnswerInquiry": func(v visit) (bool, application.Kind, error) {
		token, kind := "no-such-token", application.ThirdPartyAnswered
		rows, err := store.Consultations(v.w.DB.View(v.w.t.Context()), string(bureau), string(v.slip.ID))
		if err != nil {
			v.t.Fatal(err)
		}
		if len(rows) == 0 { // nobody can answer what nobody asked
			kind := rapid.SampledFrom([]application.Kind{application.ThirdPartyConsulted, application.AgencyConsulted}).Draw(v.t, "ask")
			_, err := v.w.Consult(v.w.t.Context(), clerk, bureau, v.slip.ID, casework.Consult{Kind: kind, Party: "甲", Question: "问", On: v.on})
			return true, kind, err
		}
		known := false
		if rapid.IntRange(0, 3).Draw(v.t, "true link") > 0 {
			row := rapid.SampledFrom(rows).Draw(v.t, "question")
			if row.Kind == string(application.AgencyConsulted) {
				kind = application.AgencyAnswered
			}
			link, err := v.w.RenewLink(v.w.t.Context(), clerk, bureau, v.slip.ID, row.ID)
			switch fault.KindOf(err) {
			case fault.Invalid, fault.Unlawful, fault.Conflict, fault.NotFound:
			default:
				if err != nil {
					v.t.Fatal(err)
				}
			}
			if err == nil {
				token, known = path.Base(link), true
			}
		}
		err = v.w.AnswerInquiry(v.w.t.Context(), token, casework.Opinion{Agrees: rapid.Bool().Draw(v.t, "agrees"), Text: "意见"}, "")
		return known, kind, err
	},
	"Rectify": func(v visit) (bool, application.Kind, error) {
		_, err := v.w.Rectify(v.w.t.Context(), v.by, bureau, v.slip.ID, casework.Rectification{Index: "x", Wrong: "甲", Right: "乙", Note: "更正"})
		return v.may(auth.HandleCase), application.Rectified, err
	},
	"the way to an answer": wayToAnswer,
	"SignOff": func(v visit) (bool, application.Kind, error) {
		stage := rapid.SampledFrom(review.Stages).Draw(v.t, "stage").Stage
		verdict := rapid.SampledFrom([]review.Verdict{review.Passed, review.Returned}).Draw(v.t, "verdict")
		seen, err := v.w.Look(v.w.t.Context(), clerk, bureau, v.slip.ID)
		if err != nil {
			v.t.Fatal(err)
		}
		before := seen.Review.Next
		err = v.w.SignOff(v.w.t.Context(), v.by, bureau, v.slip.ID, review.Signoff{Stage: stage, Verdict: verdict, Digest: seen.Digest, Opinion: "意见"})
		if err == nil && (before != stage || seen.Draft == nil) {
			v.t.Fatalf("%s was signed while it was the turn of %q", stage, before)
		}
		needs := map[review.Stage]auth.Action{review.SelfCheck: auth.HandleCase, review.Secrecy: auth.ClearCase, review.Signature: auth.SignCase}
		action, named := needs[stage]
		if !named {
			action = auth.VerifyCase
		}
		return v.may(action), "", err
	},
	"SaveLetter": func(v visit) (bool, application.Kind, error) {
		err := v.w.SaveLetter(v.w.t.Context(), v.by, bureau, v.slip.ID, rapid.SampledFrom(letter.Kinds).Draw(v.t, "letter").ID, casework.LetterDraft{})
		return v.may(auth.HandleCase), "", err
	},
	"ReceiveBatch": func(v visit) (bool, application.Kind, error) {
		in := intake(v.on.String())
		in.Wanted.Content = "另一件" + strconv.Itoa(rapid.IntRange(0, 1<<40).Draw(v.t, "other"))
		_, err := v.w.ReceiveBatch(v.w.t.Context(), v.by, bureau, []casework.Intake{in})
		return v.may(auth.RegisterCase), "", err
	},
	"Confirm": func(v visit) (bool, application.Kind, error) {
		return v.may(auth.RegisterCase), "", v.w.Confirm(v.w.t.Context(), v.by, bureau, v.slip.ID, v.on)
	},
	"Receipts": func(v visit) (bool, application.Kind, error) {
		_, err := v.w.Receipts(v.w.t.Context(), v.by, bureau, []application.ID{v.slip.ID})
		return v.may(auth.RegisterCase), "", err
	},
	"Unmask": func(v visit) (bool, application.Kind, error) {
		_, err := v.w.Unmask(v.w.t.Context(), v.by, bureau, v.slip.ID, "核对")
		return v.may(auth.Unmask), "", err
	},
	"TakeDossier": func(v visit) (bool, application.Kind, error) {
		_, err := v.w.TakeDossier(v.w.t.Context(), v.by, bureau, v.slip.ID, casework.ForArchive)
		return v.may(auth.ArchiveCase), "", err
	},
	"Restate": func(v visit) (bool, application.Kind, error) {
		_, err := v.w.Restate(v.w.t.Context())
		return true, "", err
	},
	"Escalate": func(v visit) (bool, application.Kind, error) {
		_, err := v.w.Escalate(v.w.t.Context())
		return true, "", err
	},
	"another agency": func(v visit) (bool, application.Kind, error) {
		stranger := v.by
		stranger.Agency = "ag_elsewhere"
		kind := rapid.SampledFrom(application.Kinds).Draw(v.t, "kind").Kind
		f := application.Fact{Kind: kind, On: v.on, Text: "别处", Section: "se_1", Until: v.on.AddDays(20), Party: "甲", Outcome: "O1", Number: "1", Method: application.InPerson, Workdays: 5, Basis: deadline.Bases[0].Basis}
		of := rapid.SampledFrom([]agency.ID{bureau, "ag_elsewhere"}).Draw(v.t, "of")
		return false, kind, v.w.AddFact(v.w.t.Context(), stranger, of, v.slip.ID, f)
	},
}

// wayToAnswer takes the next step towards an answer, as whoever's turn it is, so that the others find applications in every
// stage of their review.
func wayToAnswer(v visit) (bool, application.Kind, error) {
	ctx, id := v.w.t.Context(), v.slip.ID
	seen, err := v.w.Look(ctx, clerk, bureau, id)
	if err != nil {
		v.t.Fatal(err)
	}
	supplied := slices.ContainsFunc(seen.Application.Facts, func(f application.Fact) bool { return f.Kind == application.Filed && f.Evidence == decision.Supply })
	switch {
	case !supplied:
		return true, application.Filed, v.w.AddFact(ctx, clerk, bureau, id, application.Fact{Kind: application.Filed, On: v.on, Evidence: decision.Supply, Text: "复印件"})
	case seen.Draft == nil:
		return true, "", v.w.SaveDecision(ctx, clerk, bureau, id, casework.Draft{Decision: decision.Draft{Outcome: decision.Disclosed, Discloses: true, Reason: "可以公开"}, Typed: map[letter.Name]string{"提供内容": "复印件一份"}})
	case seen.Review.Next == "":
		_, err = v.w.Issue(ctx, clerk, bureau, id)
		return true, application.Decided, err
	}
	turn := map[review.Stage]auth.Actor{review.SelfCheck: clerk, review.SectionOK: verifier, review.Secrecy: secrecy, review.Signature: signer}
	return true, "", v.w.SignOff(ctx, turn[seen.Review.Next], bureau, id, review.Signoff{Stage: seen.Review.Next, Verdict: review.Passed, Digest: seen.Digest})
}

// tried says of each use-case of the desk by which door of the random test it is tried, or why it needs none.
var tried = map[string]string{
	"AddFact": "fact", "ConfirmBy": "confirm", "Consult": "consult", "NoticeFee": "fee", "CorrectByApplicant": "online", "ExplainByApplicant": "online", "ShowPayment": "online",
	"ProposeByApplicant": "online", "WithdrawByApplicant": "online", "SaveDecision": "decide", "Issue": "issue", "IssueLetter": "letter", "MakePublic": "publish", "StoreArchive": "package",
	"Reopen": "reopen", "Receive": "the beginning", "RenewLink": "AnswerInquiry",

	"Apply": "begins an application and changes none", "KeepArchive": "the job behind StoreArchive", "IndexRegister": "writes the index alone", "NumberLetter": "part of IssueLetter and Issue",
	"Tell": "notices alone", "ChooseMail": "settings of a person", "SaveView": "settings of a person", "RemoveView": "settings of a person", "SeeNotices": "settings of a person", "SeeNoticesAt": "settings of a person",
	"SetLetterText": "settings of the agency", "SetLook": "settings of the agency", "SetSigningKey": "settings of the agency", "SignPaper": "signs a file, changes no application",
	"TakePackage": "gives out what StoreArchive made",
}

// reads are the methods that change nothing.
var reads = []string{"Alike", "Answer", "CheckBatch", "Columns", "DueCount", "Inquire", "Lapses", "LetterSettings", "LettersTo", "Lights", "List", "ListTook", "Look", "MailChoice", "Notices", "OpenNumbered",
	"OwnSection", "Packages", "PreviewLetter", "PrintLetter", "Receipt", "RegisterInStep", "SavedViews", "Sections", "Sheet", "Shelf", "SlipOf", "Staff", "StampInUse", "Stamped", "Statistics", "Took", "TrackLink",
	"UnseenNotices", "Voice", "Waiting"}

// A use-case that nobody has told the random test about is a route that it does not cover: pages, bulk acts, the portal, the
// API and the jobs have no other way to an application than the desk.
func TestEveryUseCaseIsADoorOfTheRandomTest(t *testing.T) {
	known := map[string]bool{}
	for name := range tried {
		known[name] = true
	}
	for name := range furtherDoors {
		known[name] = true
	}
	for _, name := range reads {
		if known[name] {
			t.Errorf("%s is said to read and to write", name)
		}
		known[name] = true
	}
	desk := reflect.TypeFor[*casework.Desk]()
	for i := range desk.NumMethod() {
		if name := desk.Method(i).Name; !known[name] {
			t.Errorf("%s is behind no door", name)
		}
		delete(known, desk.Method(i).Name)
	}
	delete(known, "another agency")
	delete(known, "the way to an answer")
	for name := range known {
		t.Errorf("there is no use-case %s", name)
	}
}

// What reads leaves everything as it is, whoever asks.
func TestReadingChangesNothing(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *world) {
		w.employ()
		slip := w.receive("2026-04-20")
		heads := func() int64 {
			var n int64
			if err := w.DB.View(t.Context()).QueryRow(`SELECT count(*) FROM ledger`).Scan(&n); err != nil {
				t.Fatal(err)
			}
			return n
		}
		before := heads()
		desk := reflect.ValueOf(w.Desk)
		for _, name := range reads {
			method := desk.MethodByName(name)
			var args []reflect.Value
			for i := range method.Type().NumIn() {
				in := method.Type().In(i)
				switch in {
				case reflect.TypeFor[context.Context]():
					args = append(args, reflect.ValueOf(t.Context()))
				case reflect.TypeFor[auth.Actor]():
					args = append(args, reflect.ValueOf(clerk))
				case reflect.TypeFor[agency.ID]():
					args = append(args, reflect.ValueOf(bureau))
				case reflect.TypeFor[application.ID]():
					args = append(args, reflect.ValueOf(slip.ID))
				case reflect.TypeFor[civil.Date]():
					args = append(args, reflect.ValueOf(civil.MustParse("2026-04-20")))
				default:
					if in.Kind() == reflect.Interface {
						args = append(args, reflect.ValueOf(w.DB.View(t.Context())))
						continue
					}
					args = append(args, reflect.Zero(in))
				}
			}
			method.Call(args)
		}
		if after := heads(); after != before {
			t.Errorf("%d entries of the ledger became %d", before, after)
		}
		if w.factsOf(slip.ID) != 0 {
			t.Error("reading added facts")
		}
	})
}

// factsOf counts the facts of an application.
func (w *world) factsOf(id application.ID) int {
	w.t.Helper()
	file, err := store.Application(w.DB.View(w.t.Context()), id)
	if err != nil {
		w.t.Fatal(err)
	}
	return len(file.Application.Facts)
}
