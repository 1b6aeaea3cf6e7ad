// Package archtest holds the rules about the code itself: which package may import which, what domain code may not
// do, that every package says what it is for, and that every citation of the law (法源) names a place that exists.
//
// A convention that no machine checks is a wish; the conventions of gongkai are the tests of this package.
package archtest
