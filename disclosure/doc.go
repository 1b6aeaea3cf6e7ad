// Package disclosure is 主动公开: the records that an agency publishes of its own accord.
//
// 《条例》第十九条至第二十一条 say what is published, 第二十六条 that it is published within twenty workdays of being
// made or changed, 第十四条至第十八条 what may be kept back, on which ground and to be looked at again. A published
// record is never deleted: it is revised with a new version, or withdrawn with a public reason.
//
// The package decides what a record must say before it may go out, whether a 规范性文件 is in force on a day, and what
// the year's figures for table two are. [Publish] demands a clearance of package review for the very content.
// It leaves columns and 索引号 to package catalog, and storing and showing to the machinery.
package disclosure
