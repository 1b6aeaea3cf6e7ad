package query

// TallyQuestions are the questions behind table three, for the test of their plans.
var TallyQuestions = map[string]string{
	"received year": receivedInYear, "received agency": receivedOfAgency, "answered year": answeredInYear, "answered agency": answeredOfAgency,
	"carried year": carriedInYear, "carried agency": carriedOfAgency,
}
