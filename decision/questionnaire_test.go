package decision_test

import (
	"slices"
	"testing"

	"gongkai/decision"

	"pgregory.net/rapid"
)

// answers answers the questions on a way: those named take the other answer than the quiet one.
func answers(odd ...decision.QuestionID) map[decision.QuestionID]bool {
	m := map[decision.QuestionID]bool{}
	quietYes := []decision.QuestionID{"clear", "information", "responsible", "found", "ready"}
	for _, q := range decision.Questions {
		m[q.ID] = slices.Contains(quietYes, q.ID) != slices.Contains(odd, q.ID)
	}
	return m
}

type ids = []decision.QuestionID

func TestTheQuestionsLeadToEveryOutcome(t *testing.T) {
	for _, tt := range []struct {
		name string
		odd  ids
		want string
		cite string
	}{
		{"nothing speaks against disclosure", nil, "O1", "《条例》第十六条第二款"},
		{"already public", ids{"public"}, "O1", "《条例》第三十六条第一项"},
		{"withdrawn", ids{"withdrawn"}, "O6.3 O6.3a", "《条例》第二十七条"},
		{"unclear, notice not yet given", ids{"clear"}, "do", "《条例》第三十条"},
		{"unclear even after correction", ids{"clear", "noticed", "corrected"}, "O4.3", "《条例》第三十条"},
		{"not corrected in time", ids{"clear", "noticed", "correction_over"}, "O6.1", "《条例》第三十条"},
		{"the time for correction still runs", ids{"clear", "noticed"}, "do", "《条例》第三十条"},
		{"excessive without good reason", ids{"excessive", "demanded", "unreasonable"}, "O5.4", "《条例》第三十五条"},
		{"excessive, reasons not yet demanded", ids{"excessive"}, "do", "《条例》第三十五条"},
		{"excessive with reasons, fee not paid", ids{"excessive", "demanded", "unpaid"}, "O6.2", "《条例》第四十二条第一款"},
		{"excessive with reasons and paid", ids{"excessive", "demanded"}, "O1", "《条例》第十六条第二款"},
		{"complaint in disguise", ids{"petition"}, "O5.1", "《条例》第三十九条第一款"},
		{"a book", ids{"publication"}, "O5.3", "《条例》第三十九条第二款"},
		{"asked before", ids{"repeat"}, "O5.2", "《条例》第三十六条第六项"},
		{"confirm what one has", ids{"reissue"}, "O5.5", "《条例》第二条"},
		{"no government information", ids{"information"}, "O6.3 O6.3b", "《条例》第二条"},
		{"land register", ids{"enquiry"}, "O3.8", "《条例》第三十六条第七项"},
		{"another agency's", ids{"responsible"}, "O4.1 O4.1b", "《条例》第三十六条第五项"},
		{"does not exist", ids{"found"}, "O4.1 O4.1a", "《条例》第三十八条"},
		{"would have to be made", ids{"found", "creation"}, "O4.2", "《条例》第三十八条"},
		{"would have to be analysed", ids{"ready"}, "O4.2", "《条例》第三十八条"},
		{"state secret", ids{"secret"}, "O3.1 [state_secret]", "《条例》第十四条"},
		{"prohibited by a law", ids{"prohibited"}, "O3.2 [prohibited]", "《条例》第十四条"},
		{"security", ids{"security"}, "O3.3 [security]", "《条例》第十四条"},
		{"a third party objects", ids{"third_party", "consulted"}, "O3.4 [third_party]", "《条例》第十五条"},
		{"a third party was not yet asked", ids{"third_party"}, "do", "《条例》第三十二条"},
		{"a third party agrees", ids{"third_party", "consulted", "agrees"}, "O1", "《条例》第十六条第二款"},
		{"public interest prevails", ids{"third_party", "consulted", "public_interest"}, "O1", "《条例》第十六条第二款"},
		{"internal affairs", ids{"internal"}, "O3.5 [internal_affairs]", "《条例》第十六条第一款"},
		{"minutes", ids{"deliberative"}, "O3.6 [deliberative]", "《条例》第十六条第二款"},
		{"enforcement file", ids{"enforcement"}, "O3.7 [enforcement_file]", "《条例》第十六条第二款"},
		{"private data that can be blacked out", ids{"third_party", "consulted", "severable"}, "O2 [third_party]", "《条例》第三十七条"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := decision.Ask(answers(tt.odd...))
			got := string(p.Outcome)
			if p.Sub != "" {
				got += " " + string(p.Sub)
			}
			for _, g := range p.Grounds {
				got += " [" + string(g) + "]"
			}
			if p.Do != "" {
				got = "do"
			}
			if got != tt.want || p.Cite.String() != tt.cite || p.Next != nil {
				t.Errorf("%s by %s, want %s by %s", got, p.Cite, tt.want, tt.cite)
			}
		})
	}
}

func TestEveryWayEnds(t *testing.T) {
	reached := map[decision.Outcome]bool{}
	asked := map[decision.QuestionID]bool{}
	rapid.Check(t, func(t *rapid.T) {
		given := map[decision.QuestionID]bool{}
		for range len(decision.Questions) + 1 {
			p := decision.Ask(given)
			if p.Next == nil {
				if (p.Do == "") == (p.Outcome == "") {
					t.Fatalf("%v ends in outcome %q and %q", given, p.Outcome, p.Do)
				}
				if p.Do == "" {
					if _, ok := decision.LetterFor(p.Outcome, p.Sub); !ok {
						t.Fatalf("%q with %q is no outcome", p.Outcome, p.Sub)
					}
					reached[p.Outcome] = true
				}
				if len(p.Steps) != len(given) {
					t.Fatalf("%d answers, %d steps", len(given), len(p.Steps))
				}
				return
			}
			asked[p.Next.ID] = true
			given[p.Next.ID] = rapid.Bool().Draw(t, string(p.Next.ID))
		}
		t.Fatalf("no end after %v", given)
	})
	if len(asked) < 5 || !reached[decision.OtherwiseDisposed] {
		t.Errorf("only %d questions were asked", len(asked))
	}
}

func TestEveryTurnLeadsSomewhere(t *testing.T) {
	for _, q := range decision.Questions {
		for _, turn := range []decision.Turn{q.Yes, q.No} {
			if _, ok := decision.QuestionOf(turn.Next); turn.Next != "" && !ok {
				t.Errorf("%s leads to the unknown question %s", q.ID, turn.Next)
			}
			if turn == (decision.Turn{}) && q.ID != "severable" {
				t.Errorf("%s leads nowhere", q.ID)
			}
		}
	}
}
