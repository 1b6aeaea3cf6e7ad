package law

import "gongkai/civil"

// An ID names an instrument of the index.
type ID string

// The instruments that gongkai applies.
const (
	OGI         ID = "ogi2019"     // 《政府信息公开条例》, as revised in 2019
	OGI2007     ID = "ogi2007"     // the same before the revision, for old data
	Fees        ID = "fees2020"    // 国办函〔2020〕109号
	Recon       ID = "recon2023"   // 《行政复议法》 of 2023
	Recon2009   ID = "recon2009"   // 《行政复议法》 before 2024, for old letters
	Litigation  ID = "litigation"  // 《行政诉讼法》
	Litigation2 ID = "litigation2" // 法释〔2018〕1号
	OGICases    ID = "ogicases"    // 法释〔2025〕8号
	Form2019    ID = "form2019"    // 国办公开办函〔2019〕60号
	Form2021    ID = "form2021"    // 国办公开办函〔2021〕30号
	Receipt     ID = "receipt2015" // 国办公开办函〔2015〕207号
	Service     ID = "service2016" // 国办公开办函〔2016〕235号
	Channels    ID = "channels"    // 国办公开办函〔2017〕19号
	Platform    ID = "platform"    // 国办公开办函〔2019〕61号
	Secrets     ID = "secrets"     // 《保守国家秘密法》
	SecretsReg  ID = "secretsreg"  // 《保守国家秘密法实施条例》
	Privacy     ID = "privacy"     // 《个人信息保护法》
	Budget      ID = "budget"      // 《预算法》
	Penalty     ID = "penalty"     // 《行政处罚法》
	Holidays    ID = "holidays"    // 《全国年节及纪念日放假办法》
	AppSecurity ID = "appsecurity" // 《互联网政务应用安全管理规定》
	CivilProc   ID = "civilproc"   // 《民事诉讼法》
	Online      ID = "online"      // 《国务院关于在线政务服务的若干规定》
	Archives    ID = "archives"    // 《档案法》
	Access      ID = "access"      // 《无障碍环境建设法》
	Protection  ID = "protection"  // GB/T 22239-2019, 等级保护
)

// An Article is one 条 of an instrument.
type Article struct {
	Items   []int  // for each paragraph (款) the number of its items (项)
	Summary string // what it rules, in our words
}

// An Instrument is a law, regulation, interpretation or notice.
type Instrument struct {
	ID       ID
	Title    string // with 《》 where it has a title
	Short    string // as our texts cite it
	Number   string // 文号, where it is known by one
	From     civil.Date
	Until    civil.Date // the last day in force; zero while in force
	Articles map[int]Article
}

// Short returns the name under which our texts cite the instrument.
func (id ID) Short() string { return byID[id].Short }

// Title returns the official title.
func (id ID) Title() string { return byID[id].Title }

func (id ID) paragraphs(art int) int { return len(byID[id].Articles[art].Items) }

// InForce reports whether the instrument is in force on the day.
func (i Instrument) InForce(on civil.Date) bool {
	return !on.Before(i.From) && (i.Until.IsZero() || !on.After(i.Until))
}

var byID = func() map[ID]Instrument {
	m := make(map[ID]Instrument, len(Instruments))
	for _, i := range Instruments {
		m[i.ID] = i
	}
	return m
}()

// plain is an article of n paragraphs without items.
func plain(n int, summary string) Article { return Article{make([]int, n), summary} }

// listed is an article whose paragraphs have the given numbers of items.
func listed(summary string, items ...int) Article { return Article{items, summary} }

var day = civil.MustParse

// OGIOn returns the version of the 《条例》 that governs an application received on the day.
// 法源: 《条例》第五十六条。
func OGIOn(received civil.Date) ID {
	if received.Before(byID[OGI].From) {
		return OGI2007
	}
	return OGI
}

// ReconOn returns the version of the 《行政复议法》 that governs an act of the day.
// 法源: 《行政复议法》第二十三条。
func ReconOn(decided civil.Date) ID {
	if decided.Before(byID[Recon].From) {
		return Recon2009
	}
	return Recon
}
