package query

import (
	"gongkai/internal/database"
	"gongkai/internal/fulltext"
)

// TallyQuestions are the questions behind table three, for the test of their plans.
var TallyQuestions = map[string]string{"year": countsOfAll, "agency": countsOfAgency}

// RecountQuestions are the questions that count the register anew, with the index that answers them.
var RecountQuestions = map[string]string{"application_received_in": received, "application_answered_in": answered}

// DueQuestion counts what is due to an agency.
const DueQuestion = countDue

// AmongQuestion is the question that a search for words in the register puts to the applications that the index found.
func AmongQuestion(l CaseList, found int) (question string, args []any) {
	numbers := make([]int64, found)
	for i := range numbers {
		numbers[i] = int64(i + 1)
	}
	return l.amongQuestion(numbers)
}

// AskedAtOnce is for how many of them it is put at once.
const AskedAtOnce = askedAtOnce

// SearchBothWays answers a search from the segments and from the index of texts; ok where the segments can answer it.
func SearchBothWays(r database.Reader, w Wish) (segments, texts []int64, total, counted int, ok bool, err error) {
	s := w.search(r, fulltext.Read(w.Text))
	segments, total, ok, err = s.fromSegments(w.Offset, w.Limit, w.Newest)
	if err != nil || len(s.tiers) == 0 {
		return nil, nil, 0, 0, ok, err
	}
	texts, counted, err = s.fromTexts(w.Offset, w.Limit, MostFound)
	return segments, texts, total, counted, ok, err
}

// SearchNumbers is a search without its rows: the numbers of what is found, and how many there are.
func SearchNumbers(r database.Reader, w Wish) (numbers []int64, total int, err error) {
	numbers, total, _, err = w.search(r, fulltext.Read(w.Text)).find(w.Offset, w.Limit, MostFound+1)
	return numbers, total, err
}
