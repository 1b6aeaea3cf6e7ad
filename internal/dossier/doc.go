// Package dossier makes the whole file of an application into what leaves the program: the archive package, a ZIP of
// all letters, evidence and records with a manifest of digests, and the bundle of evidence for 复议答复 or 应诉, one
// paginated PDF with contents and 证据目录.
//
// 《条例》第四十五条 asks for archiving, 《档案法》第三十七条 gives an electronic file the force of paper where its origin,
// elements and integrity can be relied on: so the package says of every part what it is, when it came about and what its
// digests are, and [Verify] checks a package without the program's database. 《行政复议法》第四十八条 and
// 《行政诉讼法》第六十七条 give the respondent days to hand in its evidence; the bundle is one click.
//
// What is in the file is gathered by internal/casework, which also records who took it out; paper is internal/docgen.
package dossier
