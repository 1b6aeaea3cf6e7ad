package redact

import (
	"slices"

	"gongkai/decision"
	"gongkai/internal/docread/pdftext"
)

// Covered marks what somebody has only covered: text under boxes that can still be copied out, and areas that were marked
// for removal but not removed.
// 法源: 《条例》第三十七条。
func (r *Redactor) Covered(content []byte, ground decision.Ground) ([]Mark, error) {
	file, err := r.PDF.Examine(content)
	if err != nil {
		return nil, err
	}
	layouts, err := r.PDF.Layouts(content)
	if err != nil {
		return nil, err
	}
	var marks []Mark
	for i, page := range file.Pages {
		var under []pdftext.Box
		for _, box := range page.Under {
			if box.Right > box.Left && box.Bottom > box.Top {
				under = append(under, box)
			}
		}
		for _, box := range append(lines(under), page.Redact...) {
			if m := (Mark{Page: i, Box: around(box, layouts[i]), Ground: ground}); m.Box.valid() {
				marks = append(marks, m)
			}
		}
	}
	return slices.Compact(marks), nil
}

// Unseen are the pages (from 0) on which there is text that nobody sees: white on white, or outside the page.
func (r *Redactor) Unseen(content []byte) ([]int, error) {
	file, err := r.PDF.Examine(content)
	if err != nil {
		return nil, err
	}
	var pages []int
	for i, page := range file.Pages {
		if len(page.Unseen) > 0 {
			pages = append(pages, i)
		}
	}
	return pages, nil
}

// Picture makes pictures of the pages, so that what is not seen on them is gone; the other pages keep their text.
func (r *Redactor) Picture(content []byte, pages []int) ([]byte, error) {
	pictures := map[int][]byte{}
	for _, page := range pages {
		picture, err := r.pagePicture(content, page, nil)
		if err != nil {
			return nil, err
		}
		pictures[page] = picture
	}
	return r.PDF.Replace(content, pictures)
}
