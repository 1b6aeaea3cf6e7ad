// Package fulltext says by which words a published record is found, and what somebody wants who types words.
//
// 《条例》第二十四条 asks for a platform with 信息检索、查阅、下载; people who cannot find what is published apply for it.
//
// A record is entered with the words of its title, 文号, keywords, body and attachments, each also in finer pieces
// (package segment), and with marks for agency, column, theme, kind and 文号, so that a filter is a word like others. The
// words of the title and the topical words are entered once more under signs of their own. Relevance is where a word
// stands: in the title, among what the record is about, or anywhere, and the newer first within each. It is exact on
// every size of index, the same on both databases, and can be explained to whoever asks why one record stands above
// another.
//
// The package decides words and ranks. Storing is for packages database and store, pages are for the portal.
package fulltext
