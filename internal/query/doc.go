// Package query holds the read models of both faces: for each screen the rows that it shows, flat, as one SELECT gives
// them. 《条例》第十三条第二款 lets the public see what agencies disclose of their own accord and nothing else, so questions
// for the portal ask the tables of publications, never those of drafts.
//
// Nothing here writes, decides a rule or checks a permission.
package query
