// Package portal is the face of gongkai for the public: the 政府信息公开 column of a county with the platform of each of
// its agencies, as 《条例》第二十四条 and 61号文 want it: 指南, 制度, 法定主动公开内容, 年报 and the way to 依申请公开, and
// nothing beside.
//
// One file is one page or action. Pages are made from package query in one read of one moment and are kept, as bytes
// with their gzip form, until anything changes: the ledger's length tells. What a person hands in goes through
// casework.
//
// Addresses are a contract and never change: a record lives at its 索引号, a withdrawn one says there why it is gone.
// The package leaves the look of pages to ui, rules to the domain, errors to web; it knows no staff.
package portal
