package audit_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"gongkai/annualreport"
	"gongkai/annualreport/audit"
	"gongkai/civil"
)

// sound is a report of 2025 with nothing wrong in it.
func sound() *annualreport.Report {
	r, _ := annualreport.New("甲县乙局", 2025)
	r.File, r.Title, r.Published = "a.html", "甲县乙局2025年政府信息公开工作年度报告", civil.MustParse("2026-01-20")
	r.Preamble = []string{"本报告依照条例编制，全文包括总体情况，主动公开政府信息情况，收到和处理政府信息公开申请情况，政府信息公开行政复议、行政诉讼情况，存在的主要问题及改进情况，其他需要报告的事项。所列数据统计期限自2025年1月1日起至2025年12月31日止。"}
	three := r.Tables[annualreport.Three]
	set(three[annualreport.Received], 10, 2, 0, 0, 0, 0, 12)
	set(three[annualreport.CarriedIn], 1, 0, 0, 0, 0, 0, 1)
	set(three["O1"], 6, 1, 0, 0, 0, 0, 7)
	set(three["O3.4"], 2, 1, 0, 0, 0, 0, 3)
	set(three["O4.1"], 1, 0, 0, 0, 0, 0, 1)
	set(three[annualreport.Total], 9, 2, 0, 0, 0, 0, 11)
	set(three[annualreport.CarriedOut], 2, 0, 0, 0, 0, 0, 2)
	set(r.Tables[annualreport.Four][annualreport.Reconsideration], 1, 0, 0, 1, 2)
	set(r.Tables[annualreport.Two]["行政规范性文件"], 2, 1, 20)
	text := [][]string{
		{"全年主动公开信息13条，其中概况3条，政策5条，财务5条。"},
		{"制发规范性文件2件。废止规范性文件1件。现行有效的规范性文件20件。"},
		{"本年新收政府信息公开申请12件，上年结转1件，全部申请已办结11件，结转下年度2件。"},
		{"发生行政复议2件。未发生行政诉讼。"},
		{"存在人手不足的问题，将加强培训。"},
		{"本年度未收取信息处理费。"},
	}
	for i := range r.Sections {
		r.Sections[i].Paragraphs = text[i]
	}
	return r
}

func set(cells []annualreport.Cell, values ...int64) {
	for i, v := range values {
		cells[i] = annualreport.N(v)
	}
}

func previous() *annualreport.Report {
	r := sound()
	r.Year = 2024
	set(r.Tables[annualreport.Three][annualreport.CarriedOut], 1, 0, 0, 0, 0, 0, 1)
	set(r.Tables[annualreport.Two]["行政规范性文件"], 0, 0, 19)
	for i := range r.Sections {
		r.Sections[i].Paragraphs = []string{"上一年度的另一段话。"}
	}
	return r
}

// registers are those of the sound report.
func registers() *audit.Registers { return &audit.Registers{Tables: sound().Tables} }

func three(r *annualreport.Report) annualreport.Grid { return r.Tables[annualreport.Three] }

// Each rule has a fixture that fails it; the sound report passes them all.
var faults = []struct {
	rule   string
	name   string
	change func(*audit.Subject)
	found  string // part of the message
}{
	{"T3-1", "one more received than disposed of", func(s *audit.Subject) {
		set(three(s.Report)[annualreport.Received], 11, 2, 0, 0, 0, 0, 13)
		s.Report.Sections[2].Paragraphs = nil
	}, "相差1"},
	{"T3-2", "予以公开 left out of the total", func(s *audit.Subject) {
		set(three(s.Report)[annualreport.Total], 8, 2, 0, 0, 0, 0, 10)
		set(three(s.Report)[annualreport.CarriedOut], 3, 0, 0, 0, 0, 0, 3)
		s.Report.Sections[2].Paragraphs = nil
	}, "恰好等于“1.本机关不掌握相关政府信息”"},
	{"T3-3", "the row total is wrong", func(s *audit.Subject) { three(s.Report)["O1"][6] = annualreport.N(8) }, "（一）予以公开"},
	{"T3-4", "a blank cell", func(s *audit.Subject) { three(s.Report)["O5.1"][3] = annualreport.Cell{} }, "空白"},
	{"T3-4", "a blank in table two", func(s *audit.Subject) { s.Report.Tables[annualreport.Two]["行政许可"][0] = annualreport.Cell{} }, "表二“行政许可”"},
	{"T3-4", "a negative count", func(s *audit.Subject) { three(s.Report)["O5.2"][0] = annualreport.N(-1) }, "为负数"},
	{"T2-1", "a negative count", func(s *audit.Subject) { s.Report.Tables[annualreport.Two]["行政许可"][0] = annualreport.N(-1) }, "为负数"},
	{"T3-4", "a stroke", func(s *audit.Subject) {
		three(s.Report)["O5.2"][0] = annualreport.Cell{State: annualreport.Slash, Raw: "/"}
	}, "斜杠"},
	{"T4-1", "the total of 复议 left at zero", func(s *audit.Subject) {
		s.Report.Tables[annualreport.Four][annualreport.Reconsideration][4] = annualreport.N(0)
		s.Report.Sections[3].Paragraphs = nil
	}, "总计填的是0"},
	{"T2-1", "元 where 万元 is asked", func(s *audit.Subject) {
		s.Report.Tables[annualreport.Two]["行政事业性收费"][0] = annualreport.Cell{Value: 25100000, State: annualreport.Present, Raw: "251000元"}
	}, "万元"},
	{"X-3", "the form of 2019 in a report of 2025", func(s *audit.Subject) {
		s.Report.Form = annualreport.V2019
		grid := three(s.Report)
		grid["O6"] = grid["O6.1"]
		delete(grid, "O6.1")
	}, "分三行"},
	{"F-1", "another label", func(s *audit.Subject) {
		s.Report.Labels = []annualreport.Label{{Table: annualreport.Two, Official: "本年制发件数", Found: "本年度发件数"}}
	}, "本年度发件数"},
	{"F-2", "no table four", func(s *audit.Subject) { delete(s.Report.Tables, annualreport.Four) }, "没有找到表四"},
	{"F-3", "something unreadable", func(s *audit.Subject) {
		s.Report.Problems = []annualreport.Problem{{Place: "第2张表第5行", Message: "多出一格"}}
	}, "多出一格"},
	{"S-1", "an old heading", func(s *audit.Subject) { s.Report.Sections[2].Title = "政府信息依申请公开办理情况" }, "收到和处理政府信息公开申请情况"},
	{"S-2", "a part is missing", func(s *audit.Subject) { s.Report.Sections = s.Report.Sections[:5] }, "缺少第六部分"},
	{"S-2", "numbers restart", func(s *audit.Subject) { s.Report.Sections[5].Number = "一" }, "重复"},
	{"S-3", "no word on the fee, only on 行政事业性收费", func(s *audit.Subject) { s.Report.Sections[5].Paragraphs = []string{"无。"} }, "信息处理费"},
	{"P-2", "seven parts announced", func(s *audit.Subject) {
		s.Report.Preamble[0] = strings.Replace(s.Report.Preamble[0], "政府信息公开行政复议", "政府信息公开收费及减免情况，政府信息公开行政复议", 1)
	}, "列出了7个部分，正文有6个部分，正文没有“政府信息公开收费及减免情况”"},
	{"S-4", "fees and remissions", func(s *audit.Subject) {
		s.Report.Preamble = append(s.Report.Preamble, "并报告收费及减免情况。")
	}, "2019年修订前"},
	{"S-5", "QQ groups", func(s *audit.Subject) {
		s.Report.Sections[0].Paragraphs = append(s.Report.Sections[0].Paragraphs, "利用QQ群发布。")
	}, "QQ群"},
	{"P-5", "last year's period", func(s *audit.Subject) {
		s.Report.Preamble[0] = strings.Replace(s.Report.Preamble[0], "自2025年", "自2024年", 1)
	}, "2024年1月1日"},
	{"P-5", "last year in the title", func(s *audit.Subject) { s.Report.Title = "甲县乙局2024年政府信息公开工作年度报告" }, "标题是2024年"},
	{"P-8", "published in February", func(s *audit.Subject) { s.Report.Published = civil.MustParse("2026-02-02") }, "晚了2天"},
	{"P-1", "carried over counted as received", func(s *audit.Subject) {
		s.Report.Sections[2].Paragraphs = []string{"本年新收政府信息公开申请13件。"}
	}, "恰好等于本年新收加上年结转"},
	{"P-1", "only natural persons counted", func(s *audit.Subject) {
		s.Report.Sections[2].Paragraphs = []string{"共收到政府信息公开申请10件。"}
	}, "恰好等于自然人一列"},
	{"P-1", "pending 复议 left out", func(s *audit.Subject) { s.Report.Sections[3].Paragraphs = []string{"全年行政复议1件。"} }, "已审结"},
	{"P-1", "one sub-row taken for 不予公开", func(s *audit.Subject) {
		set(three(s.Report)["O3.5"], 0, 1, 0, 0, 0, 0, 1)
		s.Report.Sections[2].Paragraphs = []string{"其办理情况为：予以公开7件，不予公开3件。"}
	}, "恰好等于“4.保护第三方合法权益”一行"},
	{"P-1", "last year's stock and this year's documents", func(s *audit.Subject) {
		s.Report.Sections[1].Paragraphs = []string{"现行有效的规范性文件22件。"}
	}, "恰好等于现行有效件数加本年制发件数"},
	{"P-1", "a thousands separator", func(s *audit.Subject) {
		s.Report.Sections[2].Paragraphs = []string{"本年新收政府信息公开申请1,234件。"}
	}, "1234件"},
	{"P-4", "no fee, and 400元 of it", func(s *audit.Subject) {
		s.Report.Sections[5].Paragraphs = []string{"本年度未收取信息处理费。", "全年信息处理费共400元。"}
	}, "前后矛盾"},
	{"P-3", "the items are more than the sum", func(s *audit.Subject) {
		s.Report.Sections[0].Paragraphs = []string{"公开信息13条，其中概况3条，政策5条，财务6条。"}
	}, "相加为14"},
	{"P-3", "seven columns, nine names", func(s *audit.Subject) {
		s.Report.Sections[1].Paragraphs = append(s.Report.Sections[1].Paragraphs, "共设置7个栏目11项，主要包含有职能、领导、法规、规划、预算、职权、文件、许可、处罚等。")
	}, "有9个"},
	{"P-4", "nothing received, says the text", func(s *audit.Subject) {
		s.Report.Sections[2].Paragraphs = []string{"本年度未收到政府信息公开申请。"}
	}, "没有收到申请"},
	{"P-4", "no 复议, says the text", func(s *audit.Subject) {
		s.Report.Sections[3].Paragraphs = []string{"本年度未发生行政复议和行政诉讼。"}
	}, "没有行政复议"},
	{"P-7", "twenty documents in force and not a word", func(s *audit.Subject) { s.Report.Sections[1].Paragraphs = []string{"公开了很多。"} }, "20件"},
	{"X-1", "last year's report says otherwise", func(s *audit.Subject) {
		s.Previous = previous()
		set(three(s.Previous)[annualreport.CarriedOut], 0, 1, 0, 0, 0, 0, 1)
	}, "“自然人”列"},
	{"X-2", "the chain of documents is broken", func(s *audit.Subject) {
		s.Previous = previous()
		set(s.Previous.Tables[annualreport.Two]["行政规范性文件"], 0, 0, 25)
	}, "25件加本年制发2件减本年废止1件为26件"},
	{"P-6", "last year's text again", func(s *audit.Subject) {
		s.Previous = previous()
		for _, r := range []*annualreport.Report{s.Report, s.Previous} {
			r.Sections[4].Paragraphs = []string{strings.Repeat("公开意识不够强主动性不够高人员更替频繁业务不熟悉平台栏目设置不合理更新不及时", 1) + "下一步将加强学习完善制度规范流程落实责任强化监督检查定期通报考核结果不断提高政府信息公开工作水平"}
		}
	}, "雷同"},
	{"S-6", "the title does not name the agency", func(s *audit.Subject) {
		s.Names, s.Report.Title = []string{"甲县乙局", "乙局"}, "2025年政府信息公开工作年度报告"
	}, "标题应为“甲县乙局2025年"},
	{"T3-4", "one's own report with a blank is an error", func(s *audit.Subject) {
		s.Registers = registers()
		three(s.Report)["O5.1"][3] = annualreport.Cell{}
	}, "空白"},
	{"D-1", "the register has one application more", func(s *audit.Subject) {
		s.Registers = registers()
		set(s.Registers.Tables[annualreport.Three][annualreport.Received], 11, 2, 0, 0, 0, 0, 13)
	}, "“一、本年新收政府信息公开申请数量”的“自然人”为10，申请登记簿为11"},
	{"D-1", "a number was changed with a reason", func(s *audit.Subject) {
		s.Registers = registers()
		set(three(s.Report)["O1"], 5, 2, 0, 0, 0, 0, 7)
		s.Registers.Overrides = []audit.Override{{Table: annualreport.Three, Row: "O1", Column: annualreport.Natural, Value: 5, Because: "一件登记时选错了类别", By: "王经办", On: civil.MustParse("2026-01-09")}}
	}, "已说明：一件登记时选错了类别"},
	{"D-2", "a suit that the table does not have", func(s *audit.Subject) {
		s.Registers = registers()
		set(s.Registers.Tables[annualreport.Four][annualreport.LitigationDirect], 0, 0, 0, 1, 1)
	}, "复议诉讼登记簿为1"},
	{"D-3", "a fee was paid and the text denies it", func(s *audit.Subject) {
		s.Registers = registers()
		s.Registers.Fee = 40000
	}, "正文的信息处理费为0.00元，收费登记为400.00元"},
	{"D-3", "another amount", func(s *audit.Subject) {
		s.Registers = registers()
		s.Registers.Fee = 40000
		s.Report.Sections[5].Paragraphs = []string{"依法收取信息处理费共计1,400.50元。"}
	}, "1400.50元"},
	{"D-4", "the records have another stock", func(s *audit.Subject) {
		s.Registers = registers()
		set(s.Registers.Tables[annualreport.Two]["行政规范性文件"], 2, 1, 21)
	}, "文件登记簿为21"},
	{"D-5", "the sections handed in another number", func(s *audit.Subject) {
		s.Registers = registers()
		s.Registers.Tables[annualreport.Two]["行政许可"][0] = annualreport.N(7)
	}, "股室报送数为7"},
	{"D-6", "a number was changed", func(s *audit.Subject) {
		s.Registers = registers()
		s.Registers.Overrides = []audit.Override{{Table: annualreport.Three, Row: "O1", Column: annualreport.Natural, Value: 6, Because: "登记有误", By: "王经办", On: civil.MustParse("2026-01-09")}}
	}, "由王经办于2026年1月9日改为6"},
	{"R-1", "the county is not the sum of its units", func(s *audit.Subject) {
		a, b := sound(), sound()
		set(three(b)["O1"], 0, 0, 0, 0, 0, 0, 0)
		s.Units = []*annualreport.Report{a, b}
		set(three(s.Report)[annualreport.CarriedIn], 2, 0, 0, 0, 0, 0, 2)
	}, "2个单位相加为"},
}

func TestASoundReportPassesEveryRule(t *testing.T) {
	result := audit.Run(audit.Subject{Report: sound(), Previous: previous(), Registers: registers(), Names: []string{"甲县乙局"}})
	for _, f := range result.Findings {
		t.Errorf("%s %s: %s", f.Rule, f.Severity, f.Message)
	}
	for rule, verdict := range result.Verdicts {
		if verdict != audit.Pass && !(rule == "R-1" && verdict == audit.NotApplicable) {
			t.Errorf("%s: %s", rule, verdict)
		}
	}
}

func TestACountyThatIsTheSumOfItsUnitsPasses(t *testing.T) {
	zero, _ := annualreport.New("甲县丙局", 2025)
	result := audit.Run(audit.Subject{Report: sound(), Units: []*annualreport.Report{sound(), zero}})
	if result.Verdicts["R-1"] != audit.Pass {
		t.Errorf("%s %v", result.Verdicts["R-1"], result.Findings)
	}
	zero.Tables[annualreport.Three]["O1"][0] = annualreport.Cell{}
	result = audit.Run(audit.Subject{Report: sound(), Units: []*annualreport.Report{sound(), zero}})
	if result.Verdicts["R-1"] != audit.NotAssessable {
		t.Errorf("a blank was taken for a zero: %s", result.Verdicts["R-1"])
	}
}

func TestVerdicts(t *testing.T) {
	doubtful := sound()
	doubtful.Sections[2].Paragraphs = []string{"全县共收到政府信息公开申请300件。"}
	blank := sound()
	three(blank)["O1"][0] = annualreport.Cell{}
	wrong := sound()
	three(wrong)["O1"][6] = annualreport.N(8)
	for _, tt := range []struct {
		name, rule string
		report     *annualreport.Report
		want       audit.Verdict
	}{
		{"all is well", "T3-3", sound(), audit.Pass},
		{"a sum is wrong", "T3-3", wrong, audit.Fail},
		{"the scope is not told", "P-1", doubtful, audit.Uncertain},
		{"a term is blank", "T3-3", blank, audit.NotAssessable},
		{"no report of last year", "X-1", sound(), audit.NotApplicable},
	} {
		if got := audit.Run(audit.Subject{Report: tt.report}).Verdicts[tt.rule]; got != tt.want {
			t.Errorf("%s: %s %s, want %s", tt.name, tt.rule, got, tt.want)
		}
	}
}

func TestEachRuleFindsItsFault(t *testing.T) {
	tried := map[string]bool{}
	for _, tt := range faults {
		tried[tt.rule] = true
		t.Run(tt.rule+" "+tt.name, func(t *testing.T) {
			subject := audit.Subject{Report: sound()}
			tt.change(&subject)
			result := audit.Run(subject)
			var messages []string
			for _, f := range result.Findings {
				messages = append(messages, f.Rule+": "+f.Message)
				if f.Rule == tt.rule && strings.Contains(f.Message, tt.found) {
					if f.Cite.Check() != nil || f.Message == "" || f.File != "a.html" {
						t.Errorf("incomplete: %+v", f)
					}
					return
				}
			}
			t.Errorf("not found; got %s", strings.Join(messages, "\n"))
		})
	}
	for _, rule := range audit.Rules {
		if !tried[rule.ID] {
			t.Errorf("rule %s has no failing fixture", rule.ID)
		}
		if err := rule.Cite.Check(); err != nil {
			t.Errorf("%s: %v", rule.ID, err)
		}
	}
}

// What is no fault must not be one.
func TestFalseAlarms(t *testing.T) {
	for name, change := range map[string]func(*annualreport.Report){
		"a blank is not a zero: no sum is judged": func(r *annualreport.Report) {
			three(r)["O1"][0] = annualreport.Cell{}
			three(r)["O1"][6] = annualreport.Cell{}
		},
		"figures of the whole county beside the bureau's table": func(r *annualreport.Report) {
			r.Sections[2].Paragraphs = []string{"全县共收到政府信息公开申请300件。"}
		},
		"received said with what was carried over, openly": func(r *annualreport.Report) {
			r.Sections[2].Paragraphs = []string{"共收到政府信息公开申请13件。"}
		},
		"an unpaid fee row above zero while nothing was charged": func(r *annualreport.Report) {
			set(three(r)["O6.2"], 1, 0, 0, 0, 0, 0, 1)
			set(three(r)["O4.1"], 0, 0, 0, 0, 0, 0, 0)
		},
		"行政事业性收费 is not the 信息处理费": func(r *annualreport.Report) {
			r.Tables[annualreport.Two]["行政事业性收费"][0] = annualreport.N(99999)
		},
		"examples after 其中": func(r *annualreport.Report) {
			r.Sections[0].Paragraphs = []string{"公开信息130条，其中政策5条，财务6条。"}
		},
		"what came over one channel": func(r *annualreport.Report) {
			r.Sections[2].Paragraphs = []string{"共收到政府信息公开申请12件，其中网上收到申请8件，通过信函收到申请4件。"}
		},
		"another year's figure": func(r *annualreport.Report) {
			r.Sections[2].Paragraphs = []string{"2024年收到政府信息公开申请5件，2025年收到政府信息公开申请12件。"}
		},
		"nothing was overturned": func(r *annualreport.Report) {
			r.Sections[3].Paragraphs = []string{"没有行政复议被纠正，未发生行政复议超期。"}
		},
		"a comparison in brackets is no item": func(r *annualreport.Report) {
			r.Sections[0].Paragraphs = []string{"公开信息13条，其中概况3条（同比增加1条），政策5条，财务5条。"}
		},
		"a row that the reader could not take apart": func(r *annualreport.Report) {
			for i := range three(r)["O1"] {
				three(r)["O1"][i] = annualreport.Cell{State: annualreport.Unreadable, Raw: "270020130"}
			}
			r.Problems = []annualreport.Problem{{Place: "第5段", Table: annualreport.Three, Row: "O1", Message: "数字不是7个"}}
		},
		"figures without any text": func(r *annualreport.Report) {
			for i := range r.Sections {
				r.Sections[i].Paragraphs = nil
			}
		},
		"the dates of a proposal answered in 20 workdays": func(r *annualreport.Report) {
			r.Sections[2].Paragraphs = []string{"申请均在20个工作日内答复，办理人大建议5件、政协提案3件。"}
		},
	} {
		t.Run(name, func(t *testing.T) {
			r := sound()
			change(r)
			for _, f := range audit.Run(audit.Subject{Report: r}).Findings {
				if f.Severity != audit.Info && f.Rule != "T3-4" {
					t.Errorf("%s %s: %s", f.Rule, f.Severity, f.Message)
				}
			}
		})
	}
}

func TestFindingJSON(t *testing.T) {
	r := sound()
	three(r)["O1"][6] = annualreport.N(8)
	findings := audit.Run(audit.Subject{Report: r}).Findings
	i := slices.IndexFunc(findings, func(f audit.Finding) bool { return f.Rule == "T3-3" })
	if i < 0 {
		t.Fatal("not found")
	}
	text, err := json.Marshal(findings[i])
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"file":"a.html","rule":"T3-3","severity":"error","where":{"table":"3","row":"O1","column":"总计"},"expected":7,"actual":8`, `"cite":"《条例》第五十条第二款"`} {
		if !strings.Contains(string(text), want) {
			t.Errorf("%s is not in %s", want, text)
		}
	}
}

func BenchmarkRun(b *testing.B) {
	subject := audit.Subject{Report: sound(), Previous: previous()}
	for b.Loop() {
		audit.Run(subject)
	}
}
