package ui

// Tasks is a short list of what waits for somebody, one line each.
type Tasks struct {
	Label string // what screen readers call it
	Items []Task
}

// A Task is one thing that waits.
type Task struct {
	Link
	Over  string // its kind, where the list holds several
	Words string // number, stage, whom it concerns
	Badge Badge  // when it is due; drawn if it has a text
}
