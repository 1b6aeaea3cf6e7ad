package query

// TallyQuestions are the questions behind table three, for the test of their plans.
var TallyQuestions = map[string]string{
	"received year": received, "received agency": received, "answered year": answered, "answered agency": answered,
	"carried year": carriedInYear, "carried agency": carriedOfAgency,
}
