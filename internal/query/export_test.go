package query

// TallyQuestions are the questions behind table three, for the test of their plans.
var TallyQuestions = map[string]string{"year": countsOfAll, "agency": countsOfAgency}

// RecountQuestions are the questions that count the register anew, with the index that answers them.
var RecountQuestions = map[string]string{"application_received_in": received, "application_answered_in": answered}

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
