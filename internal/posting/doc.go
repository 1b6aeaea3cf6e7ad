// Package posting keeps which words stand in which texts so that a search of several words reads little: 《条例》第二十四条
// asks for a platform with 信息检索, also over a million records and on a small server.
//
// Texts have numbers; the greatest are the newest and come first. A segment is up to [MostTexts] of them, and the place of a
// text in its segment is its ordinal, the newest zero. For each word a segment has a [List]: the ordinals of the texts that
// hold it anywhere, of those that are about it, and of those that have it in their title, each a [Set] as it is stored, which
// is intersected where it lies. For every two characters that stand side by side in a text it has their [Places], so that an
// exact phrase is found wherever it begins and ends, be it inside of words. A segment never changes but for the texts that
// are gone from it; it is built ([Builder]) of texts or merged ([Merge]) of other segments.
//
// The package decides forms and answers. It stores nothing, knows no database and cuts no words.
package posting
