package query

// TallyQuestions are the questions behind table three, for the test of their plans.
var TallyQuestions = map[string]string{"year": countsOfAll, "agency": countsOfAgency}

// RecountQuestions are the questions that count the register anew, with the index that answers them.
var RecountQuestions = map[string]string{"application_received_in": received, "application_answered_in": answered}
