package agency

import (
	"slices"

	"gongkai/civil"
	"gongkai/fault"
	"gongkai/law"
)

// A Forum is where a person may go against an act of an agency.
type Forum struct {
	Organs     []string // names of the 复议机关; more than one leave the choice to the person
	Cite       law.Citation
	Rule       string // why these, for the officer
	Court      string // name of the court of first instance, empty when the agency has not set it
	CourtLevel CourtLevel
	CourtCite  law.Citation
	Problems   []fault.Problem // what must be set before a letter can name the forum
}

// A CourtLevel is the level of the court of first instance.
type CourtLevel string

// The levels that matter here.
const (
	BasicCourt        CourtLevel = "基层人民法院"
	IntermediateCourt CourtLevel = "中级人民法院"
)

// upper says which body the rule points to.
type upper int

const (
	ownGovernment   upper = iota // 本级人民政府
	upperGovernment              // 上一级人民政府
	upperDepartment              // 上一级主管部门
	itself                       // 本机关
	managingBody                 // the government, or the department's government, that manages or set up the body
	stateDepartment              // the 国务院部门 that the body belongs to
	localGovernment              // 所在地的人民政府
	departmentAbove              // the department that set the body up (before 2024)
	nobody          upper = -1
)

// An organRule is one row of 管辖: who hears a 复议 against an act of such an agency. The first that applies wins.
type organRule struct {
	applies func(Agency) bool
	organs  []upper
	cite    law.Citation
	text    string
}

func kind(kinds ...Kind) func(Agency) bool {
	return func(a Agency) bool { return slices.Contains(kinds, a.Kind) }
}

func kindAt(k Kind, levels ...Level) func(Agency) bool {
	return func(a Agency) bool { return a.Kind == k && slices.Contains(levels, a.Level) }
}

// organRules are the rules of 《行政复议法》 since 2024-01-01.
var organRules = []organRule{
	{kindAt(Government, State), []upper{nobody}, law.Recon.Art(26), "国务院的行为不属于行政复议范围"},
	{kindAt(Government, Province), []upper{itself}, law.Recon.Art(24), "省级人民政府的行为由其自己复议，对复议决定可以起诉或者申请国务院裁决"},
	{kind(Government), []upper{upperGovernment}, law.Recon.Art(24), "下一级人民政府的行为由上一级人民政府复议"},
	{kind(VerticalSystem), []upper{upperDepartment}, law.Recon.Art(27), "垂直领导的机关、税务和国家安全机关由上一级主管部门复议"},
	{kindAt(JusticeDepartment, State), []upper{itself}, law.Recon.Art(25), "国务院部门的行为由该部门复议"},
	{kind(JusticeDepartment), []upper{ownGovernment, upperDepartment}, law.Recon.Art(28), "司法行政部门的行为由本级人民政府或者上一级司法行政部门复议，由申请人选择"},
	{kindAt(Department, State), []upper{itself}, law.Recon.Art(25), "国务院部门的行为由该部门复议"},
	{kindAt(StateAdministration, State), []upper{stateDepartment}, law.Recon.Art(25), "国务院部门管理的机构的行为由该部门复议"},
	{func(a Agency) bool { return (a.Kind == KindDispatched || a.Kind == Authorised) && a.Level == State }, []upper{stateDepartment}, law.Recon.Art(25), "国务院部门的派出机构、管理的组织的行为由该部门复议"},
	{kindAt(KindDispatched, City), []upper{ownGovernment, localGovernment}, law.Recon.Art(24), "市级部门的派出机构的行为由本级人民政府复议，按行政区划设立的也可以由所在地人民政府复议"},
	{kind(KindDispatched, InternalBody, Department), []upper{ownGovernment}, law.Recon.Art(24), "政府工作部门及其派出机构的行为由本级人民政府复议"},
	{kind(DispatchedOffice, Authorised), []upper{managingBody}, law.Recon.Art(24), "派出机关、授权组织的行为由设立或者管理它的人民政府复议"},
}

// oldOrganRules are those before 2024, for letters of that time.
var oldOrganRules = []organRule{
	{kindAt(Government, State), []upper{nobody}, law.Recon2009.Art(13), "国务院的行为不属于行政复议范围"},
	{kindAt(Government, Province), []upper{itself}, law.Recon2009.Art(13), "省级人民政府的行为由其自己复议"},
	{kind(Government), []upper{upperGovernment}, law.Recon2009.Art(13), "地方人民政府的行为由上一级地方人民政府复议"},
	{kind(VerticalSystem), []upper{upperDepartment}, law.Recon2009.Art(12), "垂直领导的机关和国家安全机关由上一级主管部门复议"},
	{func(a Agency) bool { return a.Level == State }, []upper{itself}, law.Recon2009.Whole(), "国务院部门的行为由该部门复议"},
	{kind(Department, JusticeDepartment), []upper{ownGovernment, upperDepartment}, law.Recon2009.Art(12), "政府工作部门的行为由本级人民政府或者上一级主管部门复议，由申请人选择"},
	{kind(KindDispatched, InternalBody), []upper{departmentAbove, ownGovernment}, law.Recon2009.Whole(), "派出机构的行为由设立它的部门或者该部门的本级人民政府复议"},
	{kind(DispatchedOffice), []upper{managingBody}, law.Recon2009.Whole(), "派出机关的行为由设立它的人民政府复议"},
	{kind(Authorised), []upper{departmentAbove}, law.Recon2009.Whole(), "授权组织的行为由直接管理它的机关复议"},
}

// rulesOn returns the rules in force on the day.
func rulesOn(on civil.Date) []organRule {
	for _, i := range law.Instruments {
		if i.ID == law.Recon && i.InForce(on) {
			return organRules
		}
	}
	return oldOrganRules
}

// ForumOf resolves where a person may go against an act of the agency done on the day. Names that the agency has set
// itself win over names found in the tree, because the upper bodies need not be on this deployment.
// 法源: 《行政复议法》第二十四条、《行政复议法》第二十五条、《行政复议法》第二十七条、《行政复议法》第二十八条、《行政诉讼法》第十五条、《行政诉讼法》第十八条。
func (t *Tree) ForumOf(a Agency, set Remedies, on civil.Date) Forum {
	f := Forum{Court: set.Court}
	f.CourtLevel, f.CourtCite = courtLevel(a)
	for _, rule := range rulesOn(on) {
		if a.Kind == PublicService || !rule.applies(a) {
			continue
		}
		f.Cite, f.Rule = rule.cite, rule.text
		if rule.organs[0] != nobody {
			t.nameOrgans(&f, a, rule, set)
		}
		break
	}
	if f.Cite.IsZero() {
		f.Problems = append(f.Problems, fault.Problem{Field: "kind", Message: "按机关类别和层级不能确定" + a.Name + "的行政复议机关（公共企事业单位不适用行政复议），请核对类别和层级"})
	}
	if f.Court == "" {
		f.Problems = append(f.Problems, fault.Problem{Field: "court", Message: "请在设置中填写管辖的" + string(f.CourtLevel) + "名称（当地实行跨区域管辖的，填写指定的法院）"})
	}
	return f
}

func (t *Tree) nameOrgans(f *Forum, a Agency, rule organRule, set Remedies) {
	if len(set.Organs) > 0 {
		f.Organs = slices.Clone(set.Organs)
		return
	}
	for _, to := range rule.organs {
		name, ok := t.nameOf(a, to)
		if ok && !slices.Contains(f.Organs, name) {
			f.Organs = append(f.Organs, name)
		}
		if !ok && to != localGovernment {
			f.Problems = append(f.Problems, fault.Problem{Field: "reconsideration_organs", Message: "请在设置中填写行政复议机关名称：" + rule.text})
		}
	}
}

// nameOf finds the body in the tree.
func (t *Tree) nameOf(a Agency, to upper) (string, bool) {
	var found Agency
	var ok bool
	parent, hasParent := t.byID[a.Parent]
	switch to {
	case itself:
		return a.Name, true
	case ownGovernment:
		found, ok = t.Government(a)
	case managingBody:
		found, ok = t.Government(parent)
		ok = ok && hasParent
	case upperGovernment:
		found, ok = parent, hasParent && parent.Kind == Government
	case upperDepartment:
		found, ok = t.departmentOver(a)
	case stateDepartment, departmentAbove:
		found, ok = parent, hasParent
	case localGovernment:
		found, ok = t.first(func(g Agency) bool { return g.Kind == Government && g.Region == a.Region && g.Level == County })
	}
	return found.Name, ok
}

// departmentOver finds the upper department of a vertical system or of 司法: the superior of the same kind.
func (t *Tree) departmentOver(a Agency) (Agency, bool) {
	for _, id := range []ID{a.Superior, a.Parent} {
		if upper, ok := t.byID[id]; ok && upper.Kind == a.Kind && upper.Level < a.Level {
			return upper, true
		}
	}
	return Agency{}, false
}

// courtLevel says which court hears a suit against the agency's own act: the intermediate court for 国务院部门 and for
// governments of counties and above, the basic court for all others.
// 法源: 《行政诉讼法》第十四条、《行政诉讼法》第十五条第一项。
func courtLevel(a Agency) (CourtLevel, law.Citation) {
	if a.Level == State || a.Kind == Government && a.Level <= County {
		return IntermediateCourt, law.Litigation.Art(15).I(1)
	}
	return BasicCourt, law.Litigation.Art(14)
}
