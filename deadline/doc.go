// Package deadline says by when an application must be answered, and why.
//
// What the law says: a term begins with the receipt of the application, which depends on the channel (《条例》第三十一条);
// an unclear application is sent back for correction once, within seven working days, and the term begins anew with
// its correction (第三十条); the answer is due in twenty working days, which may be extended once by up to twenty, and
// the time in which third parties and other agencies are consulted is not counted (第三十二条 to 第三十四条); excessive
// applications must be explained on demand and may be answered within a later term (第三十五条); with the payment of a
// fee the term begins anew (109号文第六条).
//
// What the package decides: [Compute] takes the dated facts of one application in any order and returns the clock with
// its trail, each stretch of days with the number counted and the article. An act that the law forbids is named with
// its article and changes nothing, with one exception: an answer given too late is still an answer. Where the law is
// silent [Policy] says which reading is taken. Applications received before 2019-05-15 run under the 《条例》 of 2007.
// An extension that was noticed before a restart stays added to the new term. Where it is not known when a
// consultation was received, it counts as received when sent: the due date is then never too late.
//
// An application that is answered anew after a 复议 or a judgment keeps its receipt and has a term of its own from the
// day on which the agency received what orders it ([Reopening]).
//
// What it leaves out: whether an act was justified in substance, who approved it, how it was served. Delivery by post
// counts by the day of posting (235号文), so the day of an event is the day on which the letter was posted. Whether the
// confirmation of a plain letter on a later day was justified is left to the reader of the trail (207号文).
package deadline
