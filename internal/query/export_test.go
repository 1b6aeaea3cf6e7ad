package query

// TallyQuestions are the questions behind table three, for the test of their plans.
var TallyQuestions = map[string]string{"year": countsOfAll, "agency": countsOfAgency}
