// Package screen finds what must not go out in a piece of text: personal data, marks of secrecy, internal labels, words
// that are wrong.
//
// 《条例》第十四条、第十五条 and 第十七条 forbid to publish state secrets and private data and ask for a review first;
// 《保密法》第三十五条 asks for it before any publication; 《个人信息保护法》第二十五条、第二十八条 forbid to publish
// personal data without consent or a basis in law.
//
// [Detectors] is the table of what is looked for: how grave it is, what is said to the clerk, on which article, and what
// can be done with one click. A number counts only when its check digit, date, place or prefix agree with what it seems to
// be and the words before it do not say that it is something else, so that order numbers and social credit codes pass.
// What is masked already passes too.
//
// The package leaves opening files, and what hides in them, to internal/screening.
package screen
