// Package casetest tells the life of applications as stories in Chinese and holds the program to them: what happened on
// which day, what was due then and why, the letters word by word, and the cells of table three in which the case lands.
//
// A story is one file of testdata that a lawyer can read (《条例》第二十七条 to 第四十五条). It is played through the
// use-cases of internal/casework with a database, a calendar and a clock, so that permissions, review, numbers and the
// ledger take part. Parts below 申请 and 经过 are written by go test -update, to be read before they are kept.
package casetest
