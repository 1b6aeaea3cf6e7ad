// Package screening opens what is about to be published and looks into every corner of it: the text and metadata of a
// record and each of its files, down to what files hide and what they carry within.
//
// 《条例》第十七条 and 《保密法实施条例》第四十二条 ask that each item is examined before it goes out. Package review/screen
// has the rules for text; internal/docread/inside and internal/docread/pdftext open the files. This package walks, puts
// places into words, counts, remembers what it found in a file under its hash and the rules, and mends files where one
// click can. A file that cannot be opened cannot be examined, so it does not go out.
//
// Input is hostile until read: archives within archives, sizes and numbers of findings are bounded.
package screening

import (
	"archive/zip"
	"bytes"
	"fmt"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"gongkai/fault"
	"gongkai/internal/docread"
	"gongkai/internal/docread/inside"
	"gongkai/internal/docread/pdftext"
	"gongkai/review/screen"
)

// An Examiner examines files. The zero Examiner is ready; it may be used by many at once. Close it at the end.
type Examiner struct {
	PDF  pdftext.Reader
	Most int // findings of one kind that are told one by one; a hundred when zero
}

func (e *Examiner) most() int {
	if e.Most > 0 {
		return e.Most
	}
	return mostOfKind
}

// Close ends the sandbox that reads PDF files.
func (e *Examiner) Close() error { return e.PDF.Close() }

// A Result is what was found in one file.
type Result struct {
	Findings []screen.Finding `json:"findings"`
	Links    []inside.Link    `json:"links,omitempty"` // to be tried by whoever looks for dead ones
}

// Limits of one file with all that it carries.
const (
	maxDepth   = 4         // archives within archives
	maxBytes   = 256 << 20 // inflated, all together
	mostOfKind = 100       // findings of one kind that are told one by one
)

// File examines one file.
func (e *Examiner) File(name string, content []byte, s *screen.Screen) Result {
	return e.walk(name, content, s).Result
}

func (e *Examiner) walk(name string, content []byte, s *screen.Screen) *walk {
	w := &walk{examiner: e, screen: s, counts: map[screen.Kind]int{}, hosts: map[string]bool{}}
	if base := path.Base(strings.ReplaceAll(name, `\`, "/")); base != "." && base != "/" {
		w.piece("文件名", screen.Piece{Text: base, Role: screen.Property, Label: "文件名"})
	}
	w.in = kindOf(content)
	w.open("", name, content, 0)
	w.sum()
	for i := range w.Findings {
		w.Findings[i].File = name
	}
	return w
}

// Page examines a piece of HTML, as the body of a record.
func (e *Examiner) Page(text string, s *screen.Screen) Result {
	w := &walk{examiner: e, screen: s, counts: map[screen.Kind]int{}, hosts: map[string]bool{}, in: docread.HTML}
	c, err := inside.Page([]byte(text))
	if err != nil {
		w.cannot("", err)
	} else {
		w.content("", c, 0)
	}
	w.sum()
	return w.Result
}

// A walk goes through one file and all that is in it.
type walk struct {
	Result
	examiner *Examiner
	screen   *screen.Screen
	counts   map[screen.Kind]int
	hosts    map[string]bool
	bytes    int
	in       docread.Kind // what can be mended depends on it
	depth    int
	passing  bool // something did not work this time that may work the next
}

func (w *walk) add(f screen.Finding) {
	if w.counts[f.Kind]++; w.counts[f.Kind] <= w.examiner.most() {
		f.Remedies = offered(f, w.in)
		if w.depth > 0 { // in a file within the file only a photograph is mended
			f.Remedies = slices.DeleteFunc(f.Remedies, func(r screen.Remedy) bool { return r != screen.StripMetadata || w.depth > 1 })
		}
		w.Findings = append(w.Findings, f)
	}
}

// sum says of how many more findings there are that were not told one by one.
func (w *walk) sum() {
	for _, d := range screen.Detectors {
		if n := w.counts[d.Kind] - w.examiner.most(); n > 0 {
			f := screen.Of(d.Kind, "其余各处", "", fmt.Sprintf("另有%d处", n))
			w.Findings = append(w.Findings, f)
		}
	}
}

func (w *walk) piece(where string, p screen.Piece) {
	p.Where = where
	for _, f := range w.screen.Findings(p) {
		w.add(f)
	}
}

// hide is what a trace says, with its numbers masked.
func (w *walk) hide(text string) string {
	masked, _ := w.screen.Mend(screen.Piece{Text: text})
	return masked
}

// cannot says that a file could not be examined.
func (w *walk) cannot(where string, err error) {
	message := fault.Message(err)
	kind := screen.Unreadable
	w.passing = w.passing || fault.KindOf(err) != fault.Invalid
	if strings.Contains(message, "加密") || strings.Contains(message, "密码") {
		kind = screen.Encrypted
	}
	w.add(screen.Of(kind, firstOf(where, "整个文件"), "", message))
}

func firstOf(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}

// A sort is a kind of file that is told by its first bytes.
type sort int

const (
	plain sort = iota
	pdf
	archive
	oldOffice
	lockedOffice
	rich
	rar
	sevenZip
	picture
	film
	foreign // what nobody can look into here
)

// signatures are the first bytes of the sorts, longest knowledge first.
var signatures = []struct {
	prefix string
	at     int
	sort   sort
}{
	{"PK\x03\x04", 0, archive}, {"PK\x05\x06", 0, archive}, {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 0, oldOffice},
	{"\xFF\xD8\xFF", 0, picture}, {"\x89PNG\r\n", 0, picture}, {"GIF8", 0, picture}, {"II*\x00", 0, picture}, {"MM\x00*", 0, picture}, {"WEBP", 8, picture},
	{"ftypheic", 4, picture}, {"ftypheix", 4, picture}, {"ftypmif1", 4, picture}, {"ftypavif", 4, picture},
	{"ftyp", 4, film}, {"ID3", 0, film}, {"\x1A\x45\xDF\xA3", 0, film}, {"OggS", 0, film}, {"FLV\x01", 0, film}, {"WAVE", 8, film}, {"AVI ", 8, film}, {"\x30\x26\xB2\x75\x8E\x66\xCF\x11", 0, film},
	{"Rar!", 0, rar}, {"7z\xBC\xAF\x27\x1C", 0, sevenZip}, {"{\\rtf", 0, rich},
	{"MZ", 0, foreign}, {"\x7FELF", 0, foreign}, {"\x1F\x8B", 0, foreign}, {"%!PS", 0, foreign}, {"AT&TFORM", 0, foreign}, {"CAJ\x00", 0, foreign}, {"KDH ", 0, foreign},
}

func sortOf(content []byte) sort {
	if bytes.Contains(content[:min(1024, len(content))], []byte("%PDF-")) {
		return pdf
	}
	for _, s := range signatures {
		if len(content) >= s.at+len(s.prefix) && string(content[s.at:s.at+len(s.prefix)]) == s.prefix {
			if s.prefix == "MZ" && bytes.IndexByte(content[:min(64, len(content))], 0) < 0 {
				continue
			}
			if s.sort == oldOffice && bytes.Contains(content, []byte("E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e")) {
				return lockedOffice
			}
			return s.sort
		}
	}
	if bytes.HasPrefix(content, []byte("BM")) && bytes.IndexByte(content[:min(64, len(content))], 0) >= 0 {
		return picture
	}
	return plain
}

// open examines a file that stands at the place, empty for the outermost.
func (w *walk) open(where, name string, content []byte, depth int) {
	w.bytes += len(content)
	switch {
	case depth > maxDepth || w.bytes > maxBytes:
		w.cannot(where, fault.New(fault.Invalid, "层层嵌套或者过大，不予读取"))
		return
	case len(bytes.TrimSpace(content)) == 0:
		w.cannot(where, fault.New(fault.Invalid, "文件是空的"))
		return
	case len(content) > docread.MaxBytes:
		w.cannot(where, fault.New(fault.Invalid, "文件超过%d兆字节，不予读取", docread.MaxBytes>>20))
		return
	}
	switch sortOf(content) {
	case pdf:
		w.pdf(where, content, depth)
	case archive:
		w.archive(where, content, depth)
	case lockedOffice:
		w.cannot(where, fault.New(fault.Invalid, "文件已加密，请先解除密码"))
	case oldOffice:
		if w.opened(where, content, depth, inside.Foreign) { // its binary form keeps remains that no program shows
			w.add(screen.Of(screen.OldFormat, firstOf(where, "整个文件"), "", ""))
		}
	case rich:
		w.opened(where, content, depth, inside.Foreign)
	case rar:
		w.opened(where, content, depth, inside.RAR)
	case sevenZip:
		w.opened(where, content, depth, inside.SevenZip)
	case picture:
		if w.opened(where, content, depth, inside.Picture) && depth == 0 {
			w.add(screen.Of(screen.NoText, "整个文件", "", ""))
		}
	case film:
		if bytes.Contains(content, []byte("\xA9xyz")) {
			w.add(screen.Of(screen.GPS, firstOf(where, "文件属性"), "", "音视频文件带有拍摄地点"))
		}
		w.add(screen.Of(screen.NoText, firstOf(where, "整个文件"), "", "音频或者视频"))
	case foreign:
		w.cannot(where, fault.New(fault.Invalid, "这种格式的文件（程序、gz、PS、CAJ等）无法检查，请改用docx、xlsx、pdf、ofd或者zip"))
	default:
		w.text(where, name, content, depth)
	}
}

// within opens a file that another carries.
func (w *walk) within(where, name string, content []byte, depth int) {
	w.depth++
	w.open(where, name, content, depth)
	w.depth--
}

func (w *walk) text(where, name string, content []byte, depth int) {
	text, err := docread.Decode(content)
	if err != nil {
		w.cannot(where, fault.New(fault.Invalid, "文件的格式无法识别，不能检查"))
		return
	}
	if what := bundled(text); what != "" {
		w.cannot(where, fault.New(fault.Invalid, "这是%s，不能检查其中的隐藏内容和夹带的文件，请另存为docx、xlsx、pdf或者普通网页", what))
		return
	}
	read := inside.Text
	if docread.LooksLikeHTML(text) || strings.HasSuffix(strings.ToLower(name), ".svg") {
		read = inside.Page
	}
	c, err := read(text)
	if err != nil {
		w.cannot(where, err)
		return
	}
	w.content(where, c, depth)
}

// bundled names forms of text that hold a whole document or several files: as text only their outside would be examined.
func bundled(text []byte) string {
	head := bytes.ToLower(text[:min(len(text), 4096)])
	has := func(marks ...string) bool {
		return slices.ContainsFunc(marks, func(m string) bool { return bytes.Contains(head, []byte(m)) })
	}
	switch {
	case has("mime-version:") && has("boundary=", "content-transfer-encoding:"):
		return "网页归档或者邮件"
	case docread.LooksLikeHTML(text): // pages that Office has saved name its schemas too
	case has("<office:document"):
		return "单个XML文件形式的ODF文档"
	case has("<?mso-application", "<pkg:package", "<w:worddocument", "urn:schemas-microsoft-com:office:spreadsheet"):
		return "XML形式的Office文档"
	}
	return ""
}

func (w *walk) archive(where string, content []byte, depth int) {
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		w.cannot(where, fault.New(fault.Invalid, "文件不完整或已损坏，无法打开"))
		return
	}
	read := inside.Office
	switch {
	case inside.IsOpenDocument(z):
		read = inside.Foreign
	case inside.KindOf(z) == inside.ZIP:
		read = inside.Archive
	}
	w.opened(where, content, depth, read)
}

// opened examines what read finds in a file, and reports whether it could be read.
func (w *walk) opened(where string, content []byte, depth int, read func([]byte) (*inside.Content, error)) bool {
	c, err := read(content)
	if err != nil {
		w.cannot(where, err)
		return false
	}
	w.content(where, c, depth)
	return true
}

// content examines everything in an opened file.
func (w *walk) content(where string, c *inside.Content, depth int) {
	closing := closingPieces(c.Pieces)
	for i, p := range c.Pieces {
		w.piece(where+p.Where, screen.Piece{Text: p.Text, Role: roleOf(p.Place), Last: closing[i], Label: p.Label})
	}
	for _, t := range c.Traces {
		w.add(screen.Of(screen.Kind(t.Kind), where+t.Where, w.hide(t.Text), ""))
	}
	for _, f := range c.Files {
		at := "“" + f.Name + "”的"
		if f.Picture {
			at = f.Where + "的"
		}
		if f.Picture && sortOf(f.Content) != picture { // WMF, EMF and such: drawings of Office itself
			continue
		}
		w.within(where+at, f.Name, f.Content, depth+1)
	}
	w.links(where, c.Links)
}

// closingPieces tells which pieces are the last paragraphs, where the day of signature stands.
func closingPieces(pieces []inside.Piece) map[int]bool {
	const last = 6
	closing := map[int]bool{}
	for i := len(pieces) - 1; i >= 0 && len(closing) < last; i-- {
		if pieces[i].Place == inside.Body || pieces[i].Place == inside.Head {
			closing[i] = true
		}
	}
	return closing
}

func roleOf(place inside.Place) screen.Role {
	switch place {
	case inside.Square:
		return screen.Cell
	case inside.Head:
		return screen.Head
	case inside.Property:
		return screen.Property
	}
	return screen.Body
}

// links keeps what is to be tried, and tells of sites that are not the government's, each once.
func (w *walk) links(where string, links []inside.Link) {
	for _, l := range links {
		if len(w.Links) >= 2000 {
			return
		}
		w.Links = append(w.Links, inside.Link{Where: where + l.Where, Target: l.Target})
		host := hostOf(l.Target)
		if host == "" || w.hosts[host] || official(host) {
			continue
		}
		w.hosts[host] = true
		w.add(screen.Of(screen.ForeignLink, where+l.Where, host, ""))
	}
}

func hostOf(address string) string {
	_, rest, ok := strings.Cut(address, "//")
	if !ok || !utf8.ValidString(rest) || strings.HasPrefix(address, "file:") {
		return ""
	}
	host := rest
	if i := strings.IndexAny(rest, "/?#"); i >= 0 {
		host = rest[:i]
	}
	if i := strings.LastIndexByte(host, '@'); i >= 0 {
		host = host[i+1:]
	}
	host, _, _ = strings.Cut(host, ":")
	return strings.ToLower(strings.TrimSpace(host))
}

// official reports the sites of government, party and public bodies, and those that only name a format.
func official(host string) bool {
	for _, suffix := range []string{"gov.cn", "org.cn", "edu.cn", "政务", "公益", "schemas.openxmlformats.org", "schemas.microsoft.com", "www.w3.org", "purl.org", "12377.cn", "people.com.cn", "xinhuanet.com", "news.cn", "cctv.com"} {
		if host == suffix || strings.HasSuffix(host, "."+suffix) {
			return true
		}
	}
	return false
}
