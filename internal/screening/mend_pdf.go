package screening

import (
	"slices"

	"gongkai/decision"
	"gongkai/fault"
	"gongkai/internal/docread/pdfobject"
	"gongkai/internal/redact"
	"gongkai/review/screen"
)

// mendPDF takes a remedy in a PDF file. Where only objects beside the pages go, the pages stay as they are, with their
// tags, links and bookmarks; where something on a page goes, the page becomes a picture (区分处理, package redact). Each new
// file is opened again: its pages must say what they said before.
func (e *Examiner) mendPDF(content []byte, remedy screen.Remedy, rules *screen.Screen, kinds []screen.Kind) ([]byte, int, error) {
	r := &redact.Redactor{PDF: &e.PDF}
	switch remedy {
	case screen.MaskIt:
		marks, err := r.Suggest(content, rules, decision.GroundThirdParty, kinds...)
		return burnt(r, content, marks, err)
	case screen.Redact:
		marks, err := r.Covered(content, decision.GroundThirdParty)
		return burnt(r, content, marks, err)
	case screen.DropHidden:
		return e.dropHiddenPDF(r, content, kinds)
	}
	return e.edit(content, remedy)
}

// dropHiddenPDF takes out layers, files and scripts, and then what is still not seen on the pages.
func (e *Examiner) dropHiddenPDF(r *redact.Redactor, content []byte, kinds []screen.Kind) ([]byte, int, error) {
	total := 0
	if wants(kinds, screen.HiddenLayer, screen.Attachment, screen.Macro, screen.EarlierRevision) {
		out, n, err := e.edit(content, screen.DropHidden)
		if err != nil {
			return nil, 0, err
		}
		if n > 0 {
			content, total = out, n
		}
	}
	if !wants(kinds, screen.HiddenText) {
		return content, total, nil
	}
	out, n, err := e.picture(r, content)
	if err != nil || n == 0 {
		return content, total, err
	}
	return out, total + n, nil
}

// burnt makes of the marks a new file, proved by package redact.
func burnt(r *redact.Redactor, content []byte, marks []redact.Mark, err error) ([]byte, int, error) {
	if err != nil || len(marks) == 0 {
		return nil, 0, err
	}
	result, err := r.Apply(content, marks)
	return result.Content, len(marks), err
}

// picture makes pictures of the pages that have text which nobody sees.
func (e *Examiner) picture(r *redact.Redactor, content []byte) ([]byte, int, error) {
	pages, err := r.Unseen(content)
	if err != nil || len(pages) == 0 {
		return nil, 0, err
	}
	out, err := r.Picture(content, pages)
	if err != nil {
		return nil, 0, err
	}
	return out, len(pages), e.unchanged(content, out, func(page int) bool { return slices.Contains(pages, page) }, false)
}

// edit takes objects out that are not on the pages.
func (e *Examiner) edit(content []byte, remedy screen.Remedy) ([]byte, int, error) {
	plain, err := e.PDF.Plain(content)
	if err != nil {
		return nil, 0, err
	}
	f, err := pdfobject.Read(plain)
	if err != nil {
		return nil, 0, err
	}
	if f.Survey().Signed {
		return nil, 0, fault.New(fault.Invalid, "文件带有电子签名或者签章，改动会使其失效，请处理原稿后重新签章、重新上传")
	}
	n, layers := 0, 0
	switch remedy {
	case screen.StripMetadata:
		n = f.DropProperties(cleanPhoto)
	case screen.AcceptChanges:
		n = f.DropNotes()
	default:
		if layers, err = f.DropLayers(); err != nil {
			return nil, 0, err
		}
		n = f.DropFiles() + f.DropActions() + layers + len(revisions(content))
	}
	if n == 0 {
		return nil, 0, nil
	}
	out := f.Bytes()
	layered := func(int) bool { return layers > 0 }
	return out, n, e.unchanged(content, out, layered, remedy != screen.AcceptChanges)
}

func cleanPhoto(jpeg []byte) ([]byte, bool) {
	clean, n, err := stripJPEG(jpeg)
	return clean, err == nil && n > 0
}

// unchanged proves that the pages of the new file say what they said, except those of which text was to go, and, where it
// is asked for, that all look as they did.
func (e *Examiner) unchanged(before, after []byte, except func(page int) bool, looks bool) error {
	failed := func(why string) error {
		return fault.New(fault.Internal, "处理后的文件没有通过检验，没有保存：%s，请用原来的软件处理", why)
	}
	old, err := e.PDF.Texts(before)
	if err != nil {
		return err
	}
	now, err := e.PDF.Texts(after)
	if err != nil {
		return failed("无法打开")
	}
	if len(old) != len(now) {
		return failed("页数不对")
	}
	for i := range old {
		if old[i] != now[i] && !except(i) {
			return failed("文字有变化")
		}
	}
	if !looks {
		return nil
	}
	const coarse = 50
	was, err := e.PDF.Prints(before, coarse)
	if err != nil {
		return err
	}
	is, err := e.PDF.Prints(after, coarse)
	if err != nil || !slices.Equal(was, is) {
		return failed("页面的样子有变化")
	}
	return nil
}
