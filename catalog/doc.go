// Package catalog is the 政府信息公开目录: what must be published, under which column, by which number it is found.
//
// 《条例》第二十条 lists fifteen items that every agency publishes, 第二十一条 adds items by level of government, 第十二条
// says what a catalogue entry shows at least (索引、名称、内容概述、生成日期). The State Council's theme list and the
// freshness rules of website inspections are tables here as well.
//
// The package decides which items bind which agency, when a column is stale, and how an 索引号 is written and
// recognised in all dialects in use. It leaves the records themselves to package disclosure and drawing gap-free
// numbers to the store.
package catalog
