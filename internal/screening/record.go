package screening

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"log/slog"
	"slices"
	"strings"

	"gongkai/agency"
	"gongkai/civil"
	"gongkai/disclosure"
	"gongkai/fault"
	"gongkai/internal/blob"
	"gongkai/internal/database"
	"gongkai/internal/docread"
	"gongkai/internal/docread/inside"
	"gongkai/internal/publishing"
	"gongkai/internal/store"
	"gongkai/review"
	"gongkai/review/screen"
)

// A Screener screens records with the word lists and phones of their agencies.
type Screener struct {
	DB    *database.DB
	Files *blob.Store
	Log   *slog.Logger
	Examiner
}

// A Screened is a record that was screened: its own text first, then each file.
type Screened struct {
	Parts []Part
	Links []inside.Link
}

// A Part is the text of a record with its metadata, or one of its files.
type Part struct {
	Name     string // of the file; empty for the text
	Hash     string
	Findings []screen.Finding // what blocks first
}

// Findings returns all of them, what blocks first.
func (s Screened) Findings() []screen.Finding {
	var all []screen.Finding
	for _, p := range s.Parts {
		all = append(all, p.Findings...)
	}
	gravestFirst(all)
	return all
}

func gravestFirst(list []screen.Finding) {
	slices.SortStableFunc(list, func(a, b screen.Finding) int { return cmp.Compare(gravity(a), gravity(b)) })
}

// Record says what stands in the way of publishing the record; it is what [publishing.Desk] asks before hand-in and
// publication.
// 法源: 《条例》第十七条第一款、《保密法实施条例》第四十二条。
func (s *Screener) Record(ctx context.Context, r disclosure.Record) ([]review.Finding, error) {
	found, err := s.Look(ctx, r)
	if err != nil {
		return nil, err
	}
	return Reviewed(found.Findings()), nil
}

// Reviewed turns findings into those that a review knows.
func Reviewed(findings []screen.Finding) []review.Finding {
	var list []review.Finding
	for _, f := range findings {
		list = append(list, review.Finding{Kind: string(f.Kind), Where: Place(f), Block: f.Level == screen.Block, Firm: f.Firm(), Look: f.Look(), Masked: f.Masked, Message: f.Message})
	}
	return list
}

// Place names the place of a finding in a record with its file.
func Place(f screen.Finding) string {
	if f.File == "" {
		return f.Where
	}
	return "附件“" + f.File + "”" + f.Where
}

// Look screens title, metadata, body, the pictures in it and every attachment.
func (s *Screener) Look(ctx context.Context, r disclosure.Record) (found Screened, err error) {
	defer fault.Wrap(&err, "screening.Look(%s)", r.ID)
	rules, version, err := s.Rules(ctx, r.Agency, r.Attribute)
	if err != nil {
		return found, err
	}
	own := Part{}
	for _, p := range metadata(r) {
		own.Findings = append(own.Findings, rules.Findings(p)...)
	}
	body := s.Page(r.Body, rules)
	for _, f := range body.Findings {
		f.Where = "正文" + f.Where
		own.Findings = append(own.Findings, f)
	}
	found.Links = body.Links
	found.add(own)
	for i, hash := range publishing.PicturesIn(r.Body) {
		result, err := s.file(ctx, pictureName(i), hash, rules, version)
		if err != nil {
			return found, err
		}
		// Whoever reads the text sees its pictures.
		result.Findings = slices.DeleteFunc(result.Findings, func(f screen.Finding) bool { return f.Kind == screen.NoText })
		found.add(Part{pictureName(i), hash, result.Findings})
	}
	for _, file := range r.Files {
		result, err := s.file(ctx, file.Name, file.Hash, rules, version)
		if err != nil {
			return found, err
		}
		found.add(Part{file.Name, file.Hash, result.Findings})
		found.Links = append(found.Links, result.Links...)
	}
	return found, nil
}

func (s *Screened) add(p Part) {
	gravestFirst(p.Findings)
	s.Parts = append(s.Parts, p)
}

// gravity puts what blocks before what warns.
func gravity(f screen.Finding) int {
	if f.Level == screen.Block {
		return 0
	}
	return 1
}

func pictureName(i int) string {
	return "正文图片" + string(rune('1'+i%9))
}

// metadata are the fields of a record that the public reads.
func metadata(r disclosure.Record) []screen.Piece {
	pieces := []screen.Piece{
		{Where: "标题", Text: r.Title, Role: screen.Title}, {Where: "内容概述", Text: r.Summary}, {Where: "发文机关", Text: r.Issuer, Role: screen.Property},
		{Where: "文号", Text: r.DocNo, Role: screen.Property, Label: "文号"}, {Where: "体裁", Text: r.Genre, Role: screen.Property}, {Where: "服务对象", Text: r.Audience, Role: screen.Property},
	}
	for _, word := range r.Keywords {
		pieces = append(pieces, screen.Piece{Where: "关键词", Text: word, Role: screen.Property})
	}
	return pieces
}

// Rules makes the rules that hold for the agency today, and names them.
func (s *Screener) Rules(ctx context.Context, of agency.ID, attribute disclosure.Attribute) (_ *screen.Screen, version string, err error) {
	defer fault.Wrap(&err, "screening.Rules(%s)", of)
	o := screen.Options{Today: civil.Of(s.DB.Now()), Upon: attribute == disclosure.UponApplication}
	r := s.DB.View(ctx)
	if o.Words, err = WordsOf(r, of); err != nil {
		return nil, "", err
	}
	guide, err := store.Guide(r, of)
	if err != nil && !database.NotFound(err) {
		return nil, "", err
	}
	o.Phones = []string{guide.Phone, guide.SupervisionPhone, guide.Fax}
	settings, err := store.Settings(r, of, o.Today)
	if err != nil {
		return nil, "", err
	}
	o.Phones = append(o.Phones, settings.Disclosure.Phones...)
	sum := sha256.New()
	if err := json.NewEncoder(sum).Encode(o); err != nil {
		return nil, "", err
	}
	return screen.New(o), screen.Version + "." + docread.Version + "-" + hex.EncodeToString(sum.Sum(nil))[:24], nil
}

// WordsOf joins the words that everybody watches, the lists of the 主管部门 above, the nearest last, and the agency's own.
func WordsOf(r database.Reader, of agency.ID) ([]screen.Word, error) {
	var lists [][]screen.Word
	const mostLevels = 10
	for at, level := of, 0; at != "" && level < mostLevels; level++ {
		words, err := store.Words(r, at)
		if err != nil {
			return nil, err
		}
		lists = append(lists, words)
		a, err := store.Agency(r, at)
		if database.NotFound(err) {
			break
		} else if err != nil {
			return nil, err
		}
		at = a.Superior
	}
	lists = append(lists, screen.StartingWords)
	slices.Reverse(lists)
	return screen.Join(lists...), nil
}

// file screens a stored file, or remembers what the same rules found in it.
func (s *Screener) file(ctx context.Context, name, hash string, rules *screen.Screen, version string) (result Result, err error) {
	key := hash + " " + strings.ToLower(extension(name))
	if kept, err := store.Screening(s.DB.View(ctx), key, version); err == nil {
		if err := json.Unmarshal([]byte(kept), &result); err == nil {
			return named(result, name, rules), nil
		}
	} else if !database.NotFound(err) {
		return result, err
	}
	content, err := s.content(ctx, hash)
	if err != nil {
		if fault.KindOf(err) == fault.NotFound || fault.KindOf(err) == fault.Invalid {
			return Result{Findings: []screen.Finding{inFile(name, screen.Of(screen.Unreadable, "整个文件", "", fault.Message(err)))}}, nil
		}
		return result, err
	}
	seen := s.walk(extension(name), content, rules)
	if result = seen.Result; seen.passing {
		return named(result, name, rules), nil
	}
	kept, err := json.Marshal(result)
	if err != nil {
		return result, err
	}
	err = s.DB.WriteUnrecorded(ctx, "screening", func(tx *database.Tx) error { return store.KeepScreening(tx, key, version, string(kept)) })
	if err != nil && s.Log != nil { // what was found stands; it is only found again next time
		s.Log.WarnContext(ctx, "screening: the result is not kept", "err", err)
	}
	return named(result, name, rules), nil
}

func inFile(name string, f screen.Finding) screen.Finding { f.File = name; return f }

// named gives the findings in a file its name, and looks at the name itself.
func named(result Result, name string, rules *screen.Screen) Result {
	list := rules.Findings(screen.Piece{Where: "文件名", Text: name, Role: screen.Property, Label: "文件名"})
	list = append(list, result.Findings...)
	shown, _ := rules.Mend(screen.Piece{Text: name})
	for i := range list {
		list[i].File = shown
	}
	result.Findings = list
	return result
}

// extension is the name of a file without what people called it: .docx.
func extension(name string) string {
	if i := strings.LastIndexByte(name, '.'); i >= 0 {
		return name[i:]
	}
	return ""
}

// content reads a stored file whole.
func (s *Screener) content(ctx context.Context, hash string) ([]byte, error) {
	h, err := blob.ParseHash(hash)
	if err != nil {
		return nil, err
	}
	file, err := s.Files.Open(ctx, h)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	content, err := io.ReadAll(io.LimitReader(file, docread.MaxBytes+1))
	if err != nil {
		return nil, err
	}
	return content, nil
}
