// Package logaudit is what an outsider does with the transparency log of a site: it fetches a page, its proof and the
// signed head, and says whether the page is what was made public, and whether the log is still the one of last time.
//
// 《条例》第四十七条 lets everybody complain about what is not disclosed as the law asks; a page that was changed or taken
// away in silence can only be shown by somebody who did not have to trust the site.
//
// The package trusts nothing that the site says but what the signed head proves, and remembers in a file the key and the
// head of every log that it has seen. It knows nothing of the database; internal/translog makes the proofs.
package logaudit

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"gongkai/disclosure"
	"gongkai/fault"
	"gongkai/internal/translog"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// An Auditor checks pages.
type Auditor struct {
	Client *http.Client
	Key    string  // the public key, if known from elsewhere
	Memory *Memory // of earlier checks; nil remembers nothing
	Full   bool    // read the whole log: nothing about a record can be held back then
}

// A Result is what checking a page gave.
type Result struct {
	URL      string   `json:"url"`
	Index    string   `json:"index"`
	Log      string   `json:"log"`  // the name of the log
	Size     int64    `json:"size"` // its length
	Acts     int      `json:"acts"` // leaves of the record
	Problems []string `json:"problems"`
	Notes    []string `json:"notes,omitempty"`
}

func (r *Result) problem(format string, args ...any) {
	r.Problems = append(r.Problems, fmt.Sprintf(format, args...))
}

// limits of what is taken from a site.
const (
	mostBody = 64 << 20
	patience = 60 * time.Second
)

// An answer is what came back.
type answer struct {
	status int
	body   []byte
}

func (a *Auditor) get(ctx context.Context, address string) (answer, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return answer{}, fault.New(fault.Invalid, "网址 %s 不对", address)
	}
	resp, err := a.Client.Do(r)
	if err != nil {
		return answer{}, &fault.Error{Kind: fault.Unavailable, Message: "连不上 " + r.URL.Host + "，没有核对", Err: err}
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, mostBody+1))
	if err != nil || len(body) > mostBody {
		return answer{}, &fault.Error{Kind: fault.Unavailable, Message: address + " 没有读完", Err: err}
	}
	if resp.StatusCode >= 500 || resp.StatusCode == http.StatusTooManyRequests {
		return answer{}, fault.New(fault.Unavailable, "%s 暂时不能服务（%d），没有核对", address, resp.StatusCode)
	}
	return answer{resp.StatusCode, body}, nil
}

func (a *Auditor) getJSON(ctx context.Context, address string, into any) (found bool, err error) {
	got, err := a.get(ctx, address)
	if err != nil || got.status != http.StatusOK {
		return false, err
	}
	if err := json.Unmarshal(got.body, into); err != nil {
		return false, fault.New(fault.Unavailable, "%s 的回答不是公开日志的格式", address)
	}
	return true, nil
}

// A place is a page of a record on a site.
type place struct {
	page, site string // the site with its base path
	index      string
}

func placeOf(address string) (place, error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return place{}, fault.New(fault.Invalid, "请给出信息页面的完整网址，如 https://…/records/索引号")
	}
	base, index, ok := strings.Cut(u.Path, "/records/")
	if !ok || index == "" {
		return place{}, fault.New(fault.Invalid, "这不是信息页面的网址：网址中应有 /records/ 和索引号")
	}
	if i := strings.LastIndex(index, "/versions/"); i > 0 {
		index = index[:i]
	}
	site := u.Scheme + "://" + u.Host + base
	return place{page: site + "/records/" + escaped(index), site: site, index: index}, nil
}

func escaped(path string) string { return (&url.URL{Path: path}).EscapedPath() }

// Page checks the page of a record. The error says that nothing could be checked; what is wrong stands in the result.
func (a *Auditor) Page(ctx context.Context, address string) (res Result, err error) {
	defer fault.Wrap(&err, "logaudit.Page")
	at, err := placeOf(address)
	if err != nil {
		return res, err
	}
	res = Result{URL: at.page, Index: at.index}
	page, err := a.get(ctx, at.page)
	if err != nil {
		return res, err
	}
	var proof translog.Proof
	proven, err := a.getJSON(ctx, at.site+"/log/records/"+escaped(at.index)+".json", &proof)
	if err != nil {
		return res, err
	}
	head, err := a.head(ctx, at, &res)
	if err != nil || head == nil {
		return res, err
	}
	if !proven {
		return res, a.missing(ctx, at, head, page, &res)
	}
	leaves, err := a.leaves(ctx, at, proof, head, &res)
	if err != nil {
		return res, err
	}
	res.Acts = len(leaves)
	a.content(ctx, at, proof, leaves, page, &res)
	if a.Full {
		if err := a.whole(ctx, at, head, proof, &res); err != nil {
			return res, err
		}
	}
	if len(res.Problems) == 0 {
		a.Memory.saw(at.site, at.index, proof.Leaves[len(proof.Leaves)-1].Seq)
	}
	return res, nil
}

// A signedHead is the head with the key that signed it.
type signedHead struct {
	tree tlog.Tree
	note string
	key  string
}

// head fetches the head, checks its signature with the key that is known, and that the log goes on from the head of
// last time.
func (a *Auditor) head(ctx context.Context, at place, res *Result) (*signedHead, error) {
	got, err := a.get(ctx, at.site+"/log/checkpoint")
	if err != nil {
		return nil, err
	}
	remembered := a.Memory.of(at.site)
	if got.status != http.StatusOK {
		if remembered.Key != "" {
			res.problem("公开日志不见了：以前核对过的日志现在取不到")
			return nil, nil
		}
		return nil, fault.New(fault.Unavailable, "这个网站没有公开日志，不能核对")
	}
	key := a.Key
	if key == "" {
		key = remembered.Key
	}
	if key == "" {
		first, err := a.get(ctx, at.site+"/log/key")
		if err != nil {
			return nil, err
		}
		key = strings.TrimSpace(string(first.body))
		res.Notes = append(res.Notes, "第一次核对这个网站，采用它自己给出的公钥；请从其他渠道核对："+key)
	}
	tree, err := translog.OpenHead(string(got.body), key)
	if err != nil {
		res.problem("%s", fault.Message(err))
		return nil, nil
	}
	if v, err := note.NewVerifier(key); err == nil {
		res.Log = v.Name()
	}
	res.Size = tree.N
	if remembered.Head != "" {
		if err := a.goesOn(ctx, at, remembered, tree, res); err != nil {
			return nil, err
		}
	}
	h := &signedHead{tree, string(got.body), key}
	if len(res.Problems) == 0 {
		a.Memory.head(at.site, key, h.note)
	}
	return h, nil
}

// goesOn checks that the log contains the log of last time.
func (a *Auditor) goesOn(ctx context.Context, at place, old Seen, tree tlog.Tree, res *Result) error {
	before, err := translog.OpenHead(old.Head, old.Key)
	switch {
	case err != nil:
		res.problem("记住的签名头打不开：%s", fault.Message(err))
		return nil
	case tree.N < before.N:
		res.problem("公开日志变短了：上次有%d条，现在只有%d条，有登记被删掉", before.N, tree.N)
		return nil
	case tree.N == before.N:
		if tree.Hash != before.Hash {
			res.problem("公开日志被改写：长度与上次相同，内容不同")
		}
		return nil
	case before.N == 0:
		return nil
	}
	var steps translog.Steps
	found, err := a.getJSON(ctx, at.site+"/log/consistency?from="+strconv.FormatInt(before.N, 10)+"&to="+strconv.FormatInt(tree.N, 10), &steps)
	if err != nil {
		return err
	}
	proof, err := translog.Hashes(steps.Proof)
	if !found || err != nil || tlog.CheckTree(proof, tree.N, tree.Hash, before.N, before.Hash) != nil {
		res.problem("公开日志被改写：现在的日志不是从上次核对的日志接续下来的")
	}
	return nil
}

// leaves checks that every leaf of the proof is of this record and stands in the log.
func (a *Auditor) leaves(ctx context.Context, at place, proof translog.Proof, head *signedHead, res *Result) ([]translog.Leaf, error) {
	tree := head.tree
	if proof.Checkpoint != head.note { // something was published between the two calls
		newer, err := translog.OpenHead(proof.Checkpoint, head.key)
		if err != nil {
			res.problem("证明所附的签名头不对：%s", fault.Message(err))
			return nil, nil
		}
		if err := a.goesOn(ctx, at, Seen{Key: head.key, Head: head.note}, newer, res); err != nil {
			return nil, err
		}
		tree = newer
	}
	var list []translog.Leaf
	last := int64(-1)
	for _, l := range proof.Leaves {
		leaf, err := translog.ParseLeaf([]byte(l.Leaf))
		hashes, err2 := translog.Hashes(l.Proof)
		switch {
		case err != nil || err2 != nil || leaf.Index != at.index || l.Seq <= last:
			res.problem("证明的第%d条登记格式不对，或者不是这条信息的", len(list)+1)
		case tlog.CheckRecord(hashes, tree.N, tree.Hash, l.Seq, tlog.RecordHash([]byte(l.Leaf))) != nil:
			res.problem("第%d条登记不在公开日志中：登记被改过", l.Seq+1)
		}
		last = l.Seq
		list = append(list, leaf)
	}
	if seen, ok := a.Memory.of(at.site).Pages[at.index]; ok && seen > last {
		res.problem("上次核对时日志第%d条是这条信息的登记，现在的证明里没有了", seen+1)
	}
	if len(list) == 0 {
		res.problem("证明里没有一条登记")
	}
	return list, nil
}

// missing is what a record without a proof is: never published, or hidden.
func (a *Auditor) missing(ctx context.Context, at place, head *signedHead, page answer, res *Result) error {
	if page.status == http.StatusOK {
		res.problem("网页还在，但没有登记在公开日志中：不是经发布程序公开的，或者登记被隐瞒")
	}
	if seen, ok := a.Memory.of(at.site).Pages[at.index]; ok {
		res.problem("这条信息以前登记在日志第%d条，现在网站不再承认：被悄悄删除", seen+1)
	}
	return a.whole(ctx, at, head, translog.Proof{}, res)
}

// whole reads every leaf, checks that together they have the signed hash, and that the proof holds none back.
func (a *Auditor) whole(ctx context.Context, at place, head *signedHead, proof translog.Proof, res *Result) error {
	given := map[int64]bool{}
	for _, l := range proof.Leaves {
		given[l.Seq] = true
	}
	var made hashes
	for seq := int64(0); seq < head.tree.N; {
		var page translog.Page
		found, err := a.getJSON(ctx, at.site+"/log/entries?from="+strconv.FormatInt(seq, 10), &page)
		if err != nil {
			return err
		}
		if !found || len(page.Entries) == 0 {
			res.problem("公开日志应有%d条，第%d条以后取不到", head.tree.N, seq)
			return nil
		}
		for _, body := range page.Entries[:min(int64(len(page.Entries)), head.tree.N-seq)] {
			stored, err := tlog.StoredHashesForRecordHash(seq, tlog.RecordHash([]byte(body)), made)
			if err != nil {
				return err
			}
			made = append(made, stored...)
			leaf, err := translog.ParseLeaf([]byte(body))
			if err == nil && leaf.Index == at.index && !given[seq] {
				res.problem("日志第%d条登记了这条信息（%s，%s），网站没有给出它的证明：被隐瞒或者悄悄删除", seq+1, leaf.Act, leaf.Day.Chinese())
			}
			seq++
		}
	}
	if root, err := tlog.TreeHash(head.tree.N, made); err != nil || root != head.tree.Hash {
		res.problem("公开日志的条目与签名头不符：有条目被改过")
	}
	if len(proof.Leaves) == 0 && len(res.Problems) == 0 {
		return fault.New(fault.NotFound, "网站上和公开日志中都没有索引号 %s", at.index)
	}
	return nil
}

type hashes []tlog.Hash

func (h hashes) ReadHashes(places []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(places))
	for i, p := range places {
		if p < 0 || p >= int64(len(h)) {
			return nil, fmt.Errorf("no hash %d", p)
		}
		out[i] = h[p]
	}
	return out, nil
}

// content checks that the page says what was registered.
func (a *Auditor) content(ctx context.Context, at place, proof translog.Proof, leaves []translog.Leaf, page answer, res *Result) {
	if len(leaves) == 0 {
		return
	}
	last := leaves[len(leaves)-1]
	if last.Act == disclosure.Recalled {
		if page.status == http.StatusOK {
			res.problem("日志登记为已经撤回，网页仍在公开")
		}
		return
	}
	if page.status != http.StatusOK {
		res.problem("日志登记为公开，网页却没有了（%d）：被悄悄删除", page.status)
	}
	if proof.Content == "" {
		res.problem("日志登记为公开，网站却拿不出第%d版的内容：内容被删掉", last.Version)
		return
	}
	if translog.Digest([]byte(proof.Content)) != last.Digest {
		res.problem("现在的内容与%s登记的摘要不符：公开后被悄悄改过", last.Day.Chinese())
		return
	}
	rec, err := disclosure.ReadCanonical([]byte(proof.Content))
	if err != nil {
		res.Notes = append(res.Notes, "内容的格式比这个程序新，没有与网页逐字核对")
		return
	}
	if page.status == http.StatusOK {
		a.compare(ctx, at, rec, page.body, res)
	}
}

// compare checks the page that people see against the registered content.
func (a *Auditor) compare(ctx context.Context, at place, rec disclosure.Record, page []byte, res *Result) {
	shown := shownText(page)
	for _, part := range []struct{ what, text string }{{"标题", rec.Title}, {"索引号", at.index}, {"正文", fragmentText(rec.Body)}} {
		if part.text = bare(part.text); part.text != "" && !strings.Contains(shown, part.text) {
			res.problem("网页上的%s与登记的内容不同：网页被改过", part.what)
		}
	}
	links := fileLinks(page, at.site)
	for _, f := range rec.Files {
		a.file(ctx, f, links, res)
	}
}

// file fetches an attachment and checks its digest.
func (a *Auditor) file(ctx context.Context, f disclosure.File, links []string, res *Result) {
	_, digits, _ := strings.Cut(f.Hash, ":")
	for _, link := range links {
		if len(digits) < 16 || !strings.Contains(link, "/"+digits[:16]+"/") {
			continue
		}
		got, err := a.get(ctx, link)
		if err != nil {
			res.Notes = append(res.Notes, "附件“"+f.Name+"”没有核对："+fault.Message(err))
			return
		}
		if got.status != http.StatusOK || digestLike(f.Hash, got.body) != f.Hash {
			res.problem("附件“%s”与登记的不同：被替换或者删除", f.Name)
		}
		return
	}
	res.problem("网页上没有登记过的附件“%s”", f.Name)
}

func bare(s string) string { return strings.Join(strings.Fields(s), "") }
