package screening

import (
	"archive/zip"
	"bytes"
	"slices"
	"strings"

	"gongkai/fault"
	"gongkai/internal/docread"
	"gongkai/internal/docread/inside"
	"gongkai/review/screen"
)

// able says which remedies work in which sort of file; what is not here a person has to mend in the program that made
// the file.
var able = map[docread.Kind][]screen.Remedy{
	docread.HTML: {screen.MaskIt, screen.Replace, screen.DropHidden},
	docread.Text: {screen.MaskIt, screen.Replace},
	docread.DOCX: {screen.MaskIt, screen.Replace, screen.AcceptChanges, screen.StripMetadata, screen.DropHidden},
	docread.XLSX: {screen.MaskIt, screen.Replace, screen.AcceptChanges, screen.StripMetadata, screen.DropHidden, screen.Unhide},
	inside.PPTX:  {screen.MaskIt, screen.Replace, screen.AcceptChanges, screen.StripMetadata, screen.DropHidden, screen.Unhide},
	inside.OFD:   {screen.AcceptChanges, screen.StripMetadata, screen.DropHidden},
	docread.PDF:  {screen.MaskIt, screen.Redact, screen.AcceptChanges, screen.StripMetadata, screen.DropHidden},
	photograph:   {screen.StripMetadata},
}

const photograph docread.Kind = "picture"

// kindOf tells what sort of file it is for mending; empty for one that is not mended here.
func kindOf(content []byte) docread.Kind {
	switch sortOf(content) {
	case archive:
		if z, err := zip.NewReader(bytes.NewReader(content), int64(len(content))); err == nil {
			return inside.KindOf(z)
		}
	case pdf:
		return docread.PDF
	case picture:
		return photograph
	case plain:
		text, err := docread.Decode(content)
		if err != nil {
			return ""
		}
		if docread.LooksLikeHTML(text) {
			return docread.HTML
		}
		return docread.Text
	}
	return ""
}

// offered narrows the remedies of a finding to those that work in the file and on the kind of finding.
func offered(f screen.Finding, in docread.Kind) []screen.Remedy {
	var list []screen.Remedy
	for _, r := range f.Remedies {
		switch {
		case !slices.Contains(able[in], r):
		case in == docread.XLSX && (f.Kind == screen.HiddenText || f.Kind == screen.TrackedChange):
		case in == inside.OFD && f.Kind == screen.EarlierRevision:
		default:
			list = append(list, r)
		}
	}
	if in == photograph && f.Kind == screen.EmbeddedObject { // what hangs on behind the picture goes with its properties
		list = append(list, screen.StripMetadata)
	}
	return list
}

// MendFile makes a new file in which the remedy was taken; the old one is left as it is. kinds narrow masking and replacing
// to some findings. The error says in Chinese why it cannot be done, and Conflict that there was nothing to do.
func (e *Examiner) MendFile(content []byte, remedy screen.Remedy, rules *screen.Screen, kinds ...screen.Kind) (mended []byte, err error) {
	in := kindOf(content)
	if !slices.Contains(able[in], remedy) {
		return nil, fault.New(fault.Invalid, "这种文件不能自动“%s”，请用原来的软件处理后重新上传", remedy.Label())
	}
	n := 0
	switch {
	case remedy == screen.MaskIt || remedy == screen.Replace:
		if len(kinds) == 0 {
			kinds = kindsWith(remedy)
		}
		if in == docread.PDF {
			mended, n, err = e.mendPDF(content, remedy, rules, kinds)
		} else {
			mended, n, err = mendText(content, in, rules, kinds)
		}
	case in == docread.PDF:
		mended, n, err = e.mendPDF(content, remedy, rules, kinds)
	default:
		mended, n, err = mendParts(content, in, remedy, kinds)
	}
	if err != nil {
		return nil, err
	}
	if n == 0 {
		return nil, fault.New(fault.Conflict, "没有可以“%s”的内容，请手工处理", remedy.Label())
	}
	return mended, nil
}

// mendParts takes a remedy that asks for no rules.
func mendParts(content []byte, in docread.Kind, remedy screen.Remedy, kinds []screen.Kind) ([]byte, int, error) {
	switch in {
	case photograph:
		return stripPicture(content)
	case docread.HTML:
		return dropHiddenPage(content)
	case inside.PPTX:
		return mendSlides(content, remedy, kinds)
	case inside.OFD:
		return mendOFD(content, remedy)
	}
	switch {
	case remedy == screen.StripMetadata:
		return stripOffice(content)
	case remedy == screen.AcceptChanges && in == docread.DOCX:
		return acceptWord(content)
	case remedy == screen.AcceptChanges:
		return dropSheetComments(content)
	case remedy == screen.DropHidden:
		return dropHiddenOffice(content, in, kinds)
	}
	return openSheets(content, false)
}

// dropHiddenOffice takes out of a Word file or workbook what is hidden and what is embedded, or one of the two.
func dropHiddenOffice(content []byte, in docread.Kind, kinds []screen.Kind) ([]byte, int, error) {
	total := 0
	if wants(kinds, screen.EmbeddedObject, screen.Macro) {
		out, n, err := eachBundle(content, func(b *bundle) (int, error) { return b.dropEmbedded(kinds) })
		if err != nil {
			return nil, 0, err
		}
		content, total = out, n
	}
	if !wants(kinds, screen.HiddenText, screen.HiddenSheet, screen.HiddenRow, screen.HiddenColumn) {
		return content, total, nil
	}
	drop := dropHiddenWord
	if in == docread.XLSX {
		drop = func(content []byte) ([]byte, int, error) { return openSheets(content, true) }
	}
	out, n, err := drop(content)
	return out, total + n, err
}

// wants reports whether a remedy is asked for one of the kinds; it is for all when none is named.
func wants(kinds []screen.Kind, some ...screen.Kind) bool {
	return len(kinds) == 0 || slices.ContainsFunc(some, func(k screen.Kind) bool { return slices.Contains(kinds, k) })
}

// kindsWith are the kinds that have the remedy; of what is masked only those that block: a telephone of an office is not
// masked unless it is asked for by its kind.
func kindsWith(remedy screen.Remedy) []screen.Kind {
	var kinds []screen.Kind
	for _, d := range screen.Detectors {
		if slices.Contains(d.Remedies, remedy) && (d.Level == screen.Block || remedy != screen.MaskIt || d.Kind == screen.WeakMask) {
			kinds = append(kinds, d.Kind)
		}
	}
	return kinds
}

func mendText(content []byte, in docread.Kind, rules *screen.Screen, kinds []screen.Kind) ([]byte, int, error) {
	switch in {
	case docread.DOCX:
		return maskWord(content, rules, kinds)
	case docread.XLSX:
		return maskSheets(content, rules, kinds)
	case inside.PPTX:
		return maskSlides(content, rules, kinds)
	}
	text, err := docread.Decode(content)
	if err != nil {
		return nil, 0, err
	}
	if in == docread.HTML {
		out, n := MendPage(string(text), rules, kinds...)
		return []byte(out), n, nil
	}
	out, n := rules.Mend(screen.Piece{Text: string(text)}, kinds...)
	return []byte(out), n, nil
}

// Renamed is the name of the mended file: 名单.xlsx becomes 名单（已处理）.xlsx.
func Renamed(name string) string {
	const mark = "（已处理）"
	ext := extension(name)
	base := strings.TrimSuffix(name, ext)
	if strings.HasSuffix(base, mark) {
		return name
	}
	return base + mark + ext
}
