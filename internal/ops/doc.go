// Package ops examines an installation and says what is wrong with it and how to mend it, in words for the person who
// looks after it besides other work.
//
// It looks and changes nothing: no folder is made, no schema brought up to date, no key file written. What the checks
// have to do with the law is little: without the notice of next year's holidays terms that reach into it are
// provisional (《条例》第三十三条 counts working days), and without keys or backups the register of 第四十五条 is lost.
package ops
