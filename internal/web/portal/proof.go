package portal

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"gongkai/disclosure"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/database"
	"gongkai/internal/translog"
	"gongkai/internal/web/ui"
)

// logPath is where the transparency log is shown.
const logPath = "/log/"

// proofPath is the address of the proof of a record.
func proofPath(index string) string { return logPath + "records/" + index }

// logRoutes are the addresses of the transparency log; none where no log is kept.
func (p *Portal) logRoutes(get func(pattern string, h auth.Handler)) {
	if p.Log == nil {
		return
	}
	get("/log/{$}", p.page(p.logSheet))
	get("/log/checkpoint", p.logText(func(q *database.Query) (string, error) {
		head, err := p.Log.Head(q)
		return head.Note, err
	}))
	get("/log/key", p.logText(func(*database.Query) (string, error) { return p.Log.Verifier() + "\n", nil }))
	get("/log/entries", p.logJSON(p.logEntries))
	get("/log/consistency", p.logJSON(p.logConsistency))
	get("/log/records/{index...}", p.proof)
}

// logText answers with text that nobody may keep: a stale head would look like a log that stands still.
func (p *Portal) logText(make func(q *database.Query) (string, error)) auth.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		var text string
		err := p.DB.Read(r.Context(), func(q *database.Query) (err error) {
			text, err = make(q)
			return err
		})
		if err != nil {
			return err
		}
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.Header().Set("Cache-Control", "no-store")
		writeTo(w, []byte(text))
		return nil
	}
}

// logJSON answers with JSON as of one moment.
func (p *Portal) logJSON(make func(q *database.Query, v url.Values) (any, error)) auth.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		var value any
		err := p.DB.Read(r.Context(), func(q *database.Query) (err error) {
			value, err = make(q, r.URL.Query())
			return err
		})
		if err != nil {
			return err
		}
		text, err := json.Marshal(value)
		if err != nil {
			return err
		}
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		w.Header().Set("Cache-Control", "no-store")
		writeTo(w, append(text, '\n'))
		return nil
	}
}

// entriesAtOnce is how many leaves one call gives.
const entriesAtOnce = 1000

func (p *Portal) logEntries(q *database.Query, v url.Values) (any, error) {
	from, err := number(v.Get("from"))
	if err != nil {
		return nil, err
	}
	size, err := translog.Size(q)
	if err != nil {
		return nil, err
	}
	list, err := translog.Entries(q, from, entriesAtOnce)
	page := translog.Page{From: from, Size: size, Entries: []string{}}
	for _, s := range list {
		page.Entries = append(page.Entries, s.Body)
	}
	return page, err
}

func (p *Portal) logConsistency(q *database.Query, v url.Values) (any, error) {
	from, err := number(v.Get("from"))
	if err != nil {
		return nil, err
	}
	to, err := number(v.Get("to"))
	if err != nil {
		return nil, err
	}
	size, err := translog.Size(q)
	if err != nil {
		return nil, err
	}
	if to > size {
		return nil, fault.New(fault.NotFound, "公开日志还没有这么长")
	}
	proof, err := translog.Consistency(q, to, from)
	return translog.Steps{From: from, To: to, Proof: translog.Texts(proof)}, err
}

func number(s string) (int64, error) {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < 0 {
		return 0, fault.New(fault.Invalid, "请用数字写明是第几条")
	}
	return n, nil
}

// proof answers with the proof of a record, for people or, below .json, for programs.
func (p *Portal) proof(w http.ResponseWriter, r *http.Request) error {
	index := r.PathValue("index")
	if bare, ok := strings.CutSuffix(index, ".json"); ok {
		return p.logJSON(func(q *database.Query, _ url.Values) (any, error) { return p.Log.Prove(q, bare) })(w, r)
	}
	return p.page(func(r *http.Request, q *database.Query) (sheet, error) { return p.proofSheet(r, q, index) })(w, r)
}

// proofPage shows to people what the log has of a record.
type proofPage struct {
	ui.Base
	Notice ui.Notice
	Facts  ui.Facts
	Leaves ui.Table
	JSON   string
	Log    string
	Verify string // the command
}

// verifyCommand is what somebody types to check the record at the path.
func (p *Portal) verifyCommand(path string) string {
	if p.URL == "" {
		return "gongkai verify --url 网页的完整网址"
	}
	return "gongkai verify --url " + p.absolute(path)
}

var actWords = map[disclosure.ActKind]string{disclosure.Published: "首次公开", disclosure.Revised: "修订", disclosure.Recalled: "撤回", disclosure.Restored: "恢复公开"}

// entered is the day of the act, and the day of its entry where that was made later.
func entered(l translog.Leaf) string {
	if l.Entered.IsZero() {
		return date(l.Day)
	}
	return date(l.Day) + "（" + date(l.Entered) + "补登）"
}

func (p *Portal) proofSheet(r *http.Request, q *database.Query, index string) (sheet, error) {
	proof, err := p.Log.Prove(q, index)
	if err != nil {
		return sheet{}, err
	}
	b, err := p.frame(r, q, "公开证明", nil)
	if err != nil {
		return sheet{}, err
	}
	b.Crumbs = append(b.Crumbs, ui.Link{Text: "公开日志", Href: logPath})
	tree, err := translog.OpenHead(proof.Checkpoint, proof.Key)
	if err != nil {
		return sheet{}, err
	}
	page := proofPage{Base: b, JSON: b.URL(proofPath(index) + ".json"), Log: b.URL(logPath), Verify: p.verifyCommand(recordPath(index))}
	page.Leaves = ui.Table{Caption: "日志中关于这条信息的全部登记", Columns: []ui.Column{{Title: "第几条"}, {Title: "公开行为"}, {Title: "日期"}, {Title: "版本"}, {Title: "内容摘要"}}}
	var last translog.Leaf
	for _, l := range proof.Leaves {
		if last, err = translog.ParseLeaf([]byte(l.Leaf)); err != nil {
			return sheet{}, err
		}
		page.Leaves.Rows = append(page.Leaves.Rows, ui.Row{Cells: []ui.Cell{{Text: strconv.FormatInt(l.Seq+1, 10)}, {Text: actWords[last.Act]}, {Text: entered(last)}, {Text: strconv.Itoa(last.Version)}, {Text: last.Digest}}})
	}
	switch {
	case last.Act == disclosure.Recalled:
		page.Notice = ui.Notice{Tone: ui.Caution, Title: "这条信息已经撤回", Text: "撤回也登记在公开日志中。"}
	case translog.Digest([]byte(proof.Content)) != last.Digest:
		page.Notice = ui.Notice{Tone: ui.Bad, Title: "现在的内容与公开日志的登记不符", Text: "这条信息公开后可能在登记之外被改动，请告诉网站管理单位。"}
	default:
		page.Notice = ui.Notice{Tone: ui.Good, Title: "现在的内容与公开日志的登记一致", Text: "这是网站自己的核对。要独立核对，请用下面的办法，不必相信本站。"}
	}
	page.Facts = ui.Facts{Items: []ui.Fact{{Name: "索引号", Body: link(index, b.URL(recordPath(index)))}, {Name: "日志长度", Text: strconv.FormatInt(tree.N, 10) + " 条"},
		{Name: "根散列", Text: tree.Hash.String()}, {Name: "日志公钥", Text: proof.Key}}}
	return sheet{body: page.Page(), canonical: proofPath(index)}, nil
}

// logPage tells what the log is and what came into it last.
type logPage struct {
	ui.Base
	Facts  ui.Facts
	Newest ui.Table
	Head   string
	Key    string
	All    string
	Steps  string
	Verify string
}

// newestInLog is how many leaves the page of the log shows.
const newestInLog = 20

func (p *Portal) logSheet(r *http.Request, q *database.Query) (sheet, error) {
	b, err := p.frame(r, q, "公开日志", nil)
	if err != nil {
		return sheet{}, err
	}
	head, err := p.Log.Head(q)
	if err != nil {
		return sheet{}, err
	}
	list, err := translog.Entries(q, max(0, head.Tree.N-newestInLog), newestInLog)
	if err != nil {
		return sheet{}, err
	}
	page := logPage{Base: b, Head: b.URL("/log/checkpoint"), Key: b.URL("/log/key"), All: b.URL("/log/entries?from=0"), Steps: b.URL("/log/consistency"), Verify: p.verifyCommand(recordPath("索引号"))}
	page.Facts = ui.Facts{Items: []ui.Fact{{Name: "长度", Text: strconv.FormatInt(head.Tree.N, 10) + " 条"}, {Name: "根散列", Text: head.Tree.Hash.String()}, {Name: "公钥", Text: p.Log.Verifier()}}}
	page.Newest = ui.Table{Caption: "最近登记的公开行为", Columns: []ui.Column{{Title: "第几条"}, {Title: "索引号"}, {Title: "公开行为"}, {Title: "日期"}, {Title: "版本"}}, Empty: ui.Empty{Title: "日志还是空的", Text: "公开第一条信息时开始登记。"}}
	for i := len(list) - 1; i >= 0; i-- {
		leaf, err := list[i].Leaf()
		if err != nil {
			return sheet{}, err
		}
		page.Newest.Rows = append(page.Newest.Rows, ui.Row{Cells: []ui.Cell{{Text: strconv.FormatInt(list[i].Seq+1, 10)}, {Text: leaf.Index, Href: b.URL(proofPath(leaf.Index))},
			{Text: actWords[leaf.Act]}, {Text: entered(leaf)}, {Text: strconv.Itoa(leaf.Version)}}})
	}
	return sheet{body: page.Page(), canonical: logPath}, nil
}
