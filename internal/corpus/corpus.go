// Package corpus writes records as a county publishes them, as many as are wanted, for measuring: 《条例》第二十四条 asks
// for a search that also works when there are a million of them.
//
// The texts come from a grammar of its own, with words of the dictionary of package segment strewn in so that their
// frequencies fall off as those of real texts do. The same number always gives the same record. Nothing in them is about
// a real matter, and nothing is copied from anywhere. Tests and benchmarks import it, the program does not.
package corpus

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"gongkai/agency"
	"gongkai/catalog"
	"gongkai/civil"
	"gongkai/disclosure"
	"gongkai/internal/segment"
)

// Agencies are how many agencies the records are spread over.
const Agencies = 60

// AgencyID and ColumnID name the places of the records.
func AgencyID(n int) agency.ID { return agency.ID(fmt.Sprintf("ag_%02d", n%Agencies)) }

// ColumnID names the column of an agency that a record stands in.
func ColumnID(of agency.ID, n int) catalog.ColumnID {
	return catalog.ColumnID(fmt.Sprintf("co_%s_%d", of[3:], n%Columns))
}

// Columns are how many columns each agency has.
const Columns = 8

var (
	places   = strings.Fields("黄羊镇 武南镇 清源镇 永昌镇 双城镇 丰乐镇 高坝镇 金羊镇 和平镇 羊下坝镇 中坝镇 永丰镇 古城镇 张义镇 发放镇 西营镇 四坝镇 洪祥镇 谢河镇 金沙镇 松树镇 怀安镇 下双镇 清水镇 河东镇 五和镇 长城镇 吴家井镇 金河镇 韩佐镇 大柳镇 柏树镇 金塔镇 九墩镇 金山镇 新华镇 东大街街道 西大街街道 火车站街道")
	matters  = strings.Fields("农村公路养护 城乡居民基本医疗保险 高标准农田建设 老旧小区改造 科技创新券 学前教育 最低生活保障 营商环境 安全生产 食品安全 大气污染防治 就业创业 养老服务 危房改造 农机购置补贴 耕地地力保护补贴 河湖长制 森林防火 义务教育招生 残疾人康复 退役军人安置 政府采购 部门预算 部门决算 征地补偿 宅基地审批 污水处理 垃圾分类 饮用水水源保护 文化惠民 全民健身 疫苗接种 动物防疫 防汛抗旱 消防安全 市政道路 公共停车 物业管理 劳动保障监察 农民工工资支付 知识产权保护 招商引资 电子商务 乡村旅游 文物保护 法治宣传 人民调解 信访工作 统计调查 节能减排")
	genres   = strings.Fields("通知 公告 公示 方案 意见 办法 报告 通报 决定 批复 计划 总结 情况说明 政策解读")
	verbs    = strings.Fields("推进 加强 规范 落实 完善 开展 组织 健全 优化 强化 推动 做好 提升 保障 深化 明确 统筹 督促 核实 公布")
	nouns    = strings.Fields("工作机制 责任分工 资金管理 监督检查 信息公开 项目实施 服务水平 群众需求 绩效评价 档案资料 人员培训 申报材料 审核程序 办理时限 补助标准 资金拨付 现场核查 风险排查 问题整改 宣传引导 部门协作 台账登记 质量验收 进度安排 投诉举报")
	subjects = strings.Fields("各镇人民政府 各街道办事处 区直有关部门 项目实施单位 主管部门 各村民委员会 财政部门 有关企业 申请人 工作领导小组 第三方机构 社会公众")
	closings = []string{"请结合实际认真贯彻落实。", "特此通知。", "如有异议，请在公示期内以书面形式反映。", "本办法自印发之日起施行，有效期五年。", "联系人和联系电话见附件。", "以上情况，现予公布。"}
)

// seldom are words of the dictionary, frequent ones first: picked by a power of chance they give the tail.
var seldom = sync.OnceValue(func() []string {
	type counted struct {
		word string
		n    int
	}
	var list []counted
	for w, n := range segment.Words() {
		if l := utf8.RuneCountInString(w); l >= 2 && l <= 4 {
			list = append(list, counted{w, n})
		}
	}
	slices.SortFunc(list, func(a, b counted) int {
		if a.n != b.n {
			return b.n - a.n
		}
		return strings.Compare(a.word, b.word)
	})
	words := make([]string, len(list))
	for i, c := range list {
		words[i] = c.word
	}
	return words
})

// writer writes one record.
type writer struct{ r *rand.Rand }

func (w writer) of(list []string) string { return list[w.r.IntN(len(list))] }

// skewed picks the early ones of a list far more often than the late.
func (w writer) skewed(list []string) string {
	f := w.r.Float64()
	return list[int(f*f*f*float64(len(list)))]
}

// Length is how many characters a body has on average, about.
const Length = 850

// Record returns the n-th of so many records: the day of its publication moves from the first to the last as n does.
func Record(n, of int) (disclosure.Record, civil.Date) {
	w := writer{rand.New(rand.NewPCG(uint64(n), 20261126))}
	on := civil.On(2016, 1, 4).AddDays(int(int64(n) * 3900 / int64(max(1, of))))
	place, matter, genre := w.of(places), w.skewed(matters), w.of(genres)
	agencyID := AgencyID(w.r.IntN(Agencies))
	r := disclosure.Record{
		ID: disclosure.ID(fmt.Sprintf("rc_%08d", n)), Agency: agencyID, Column: ColumnID(agencyID, w.r.IntN(Columns)), Kind: disclosure.Plain,
		Title: w.title(on.Year(), place, matter, genre), FormedOn: on, IssuedOn: on, Attribute: disclosure.Proactive, Language: "zh-CN",
	}
	if genre == "办法" || genre == "意见" {
		r.Kind, r.EffectiveOn = disclosure.Normative, on
	}
	if w.r.IntN(3) == 0 {
		r.DocNo = fmt.Sprintf("凉%s发〔%d〕%d号", w.of([]string{"科", "教", "财", "农", "交", "民", "建", "政办"}), on.Year(), 1+w.r.IntN(200))
	}
	theme := catalog.Themes[w.r.IntN(len(catalog.Themes))]
	r.Theme = catalog.ThemePath(theme.Name)
	r.Body = w.body(place, matter)
	return r, on
}

func (w writer) title(year int, place, matter, genre string) string {
	switch w.r.IntN(4) {
	case 0:
		return fmt.Sprintf("关于印发《%s%d年%s实施方案》的通知", place, year, matter)
	case 1:
		return fmt.Sprintf("%d年%s%s%s", year, place, matter, genre)
	case 2:
		return fmt.Sprintf("关于%s%s%s的%s", w.of(verbs), matter, w.of(nouns), genre)
	}
	return fmt.Sprintf("%s关于%s%s（%s）的%s", place, matter, w.of(nouns), w.skewed(seldom()), genre)
}

func (w writer) body(place, matter string) string {
	var b strings.Builder
	length := 0
	want := Length/2 + w.r.IntN(Length)
	topic := []string{w.skewed(seldom()), w.skewed(seldom()), w.skewed(seldom())}
	fmt.Fprintf(&b, "<p>为进一步%s%s，根据有关法律法规和上级部署，结合%s实际，现将有关事项通知如下。</p>", w.of(verbs), matter, place)
	for part := 1; length < want; part++ {
		text := fmt.Sprintf("第%d项　%s。", part, w.of(nouns))
		for range 2 + w.r.IntN(4) {
			text += w.sentence(matter, topic)
		}
		b.WriteString("<p>" + text + "</p>")
		length += utf8.RuneCountInString(text)
	}
	b.WriteString("<p>" + w.of(closings) + "</p>")
	return b.String()
}

func (w writer) sentence(matter string, topic []string) string {
	some := func() string {
		if w.r.IntN(4) == 0 {
			return w.of(topic)
		}
		return w.skewed(seldom())
	}
	switch w.r.IntN(5) {
	case 0:
		return fmt.Sprintf("%s要%s%s，%s%s和%s，把%s作为重点。", w.of(subjects), w.of(verbs), w.of(nouns), w.of(verbs), some(), w.of(nouns), some())
	case 1:
		return fmt.Sprintf("截至目前，%s涉及%s%d户、%s%d处，已完成%d处，完成率%d%%。", matter, some(), 1+w.r.IntN(900), some(), 1+w.r.IntN(90), w.r.IntN(90), 1+w.r.IntN(100))
	case 2:
		return fmt.Sprintf("对%s中发现的%s、%s等问题，由%s在%d个工作日内%s。", w.of(nouns), some(), some(), w.of(subjects), 3+w.r.IntN(20), w.of(verbs)+w.of(nouns))
	case 3:
		return fmt.Sprintf("%s应当于%d月%d日前将%s%s报送%s。", w.of(subjects), 1+w.r.IntN(12), 1+w.r.IntN(28), some(), w.of(nouns), w.of(places))
	}
	return fmt.Sprintf("坚持%s与%s相结合，%s%s，确保%s取得实效。", some(), some(), w.of(verbs), some(), matter)
}
