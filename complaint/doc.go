// Package complaint is what people report about an agency that does not disclose as it must, what the 主管部门 orders it to
// mend, and the correction of records that are wrong about the person who asks.
//
// 《条例》第四十七条第二款 lets everybody report an agency that does not disclose of its own motion or does not answer;
// whoever receives the report verifies it, orders mending and tells the person. 第五十一条 names the superior and the
// 主管部门. 第四十一条 gives a person the correction of records about themselves: the agency corrects, transfers, or says
// whom to ask; it is counted in no table of the report unless it came as an application.
//
// The package decides who handles what, what may follow on what and when it is due. The law sets no terms here: those
// used are settings (docs/law/divergences.md). Who reported is sealed elsewhere and never in here.
package complaint
