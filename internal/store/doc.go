// Package store loads and saves what gongkai keeps, one file per aggregate: the register of 《条例》第四十五条 in
// tables. Functions that change something take a transaction of package database, functions that only load take a
// [database.Reader]. Nothing here opens a transaction, decides a rule or checks a permission.
package store
