// Package agency is who discloses: 行政机关, the people who work in them and who stands over them.
//
// The 《条例》 lays duties on each 行政机关 and names a 主管部门 at every level (第三条), a 政府信息公开工作机构 in each
// agency (第四条), rules who answers for which information (第十条, 第五十四条) and what its 公开指南 must say (第十二条).
//
// The package decides whether an agency is well described (统一社会信用代码, level, region, superiors), who sees whom,
// which roles a person may hold together, which 复议机关 and which level of court a letter must name, what is missing
// in a 公开指南, and within which bounds an agency may set what the law leaves open.
// It leaves accounts and sessions to internal/auth, the terms to package deadline, and the wording of letters to
// package letter.
package agency
