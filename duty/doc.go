// Package duty is the clerk's year: what an agency must do by which day although nobody asks for it.
//
// The 《条例》 gives each agency duties that come round by themselves: its annual report (第四十九条), guide and catalogue
// kept up to date (第十二条), withheld items looked at again (第十八条), information published within its term
// (第二十六条), staff trained (第四十八条). [Year] computes them from what the agency has in its registers, so that no
// list has to be typed and none can be forgotten. A duty that leaves no trace in a register (a training, a check of the
// catalogue) is done when somebody says so; what is said is a [Mark].
//
// Deadlines of applications are in package deadline, those of 复议 and suits in package remedy.
package duty
