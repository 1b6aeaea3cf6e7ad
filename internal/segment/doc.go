// Package segment cuts Chinese text into words, for the search of 《条例》第二十四条 (公开平台应当具备信息检索、查阅、下载
// 等功能).
//
// The dictionary is a flat table compiled into the program and read where it lies: nothing is loaded or allocated at the
// start. Its words come from gse (github.com/go-ego/gse, Apache-2.0), trimmed to those that occur fifty times, with
// the words of 政务公开 in domain.txt; go generate compiles them. Cutting takes the path of the least distance as gse
// does, and a test holds both to the same words.
//
// The package decides where words begin and end and in which finer pieces a word can be found. How pieces are stored and
// what a person wants who types them is for package fulltext.
package segment

//go:generate go run ./mkdict
