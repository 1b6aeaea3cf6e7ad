package webtest

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// Desk and Phone are the widths in CSS pixels at which pages are looked at.
const (
	Desk  = 1280
	Phone = 390
)

// heaviest is what one page may weigh in all, as it goes over the wire, in bytes.
const heaviest = 100_000

// A Visit is one look at one page.
type Visit struct {
	URL      string
	Name     string // of the screenshot, without width; empty writes none
	Width    int
	Cookie   [2]string // name and value, set before the visit; none if empty
	Weight   int       // what the page may weigh, in bytes, if it is one that loads a tool; 0 for what every page may
	Error    bool      // the page answers with an error status, which Chromium logs
	Showroom bool      // samples of one component stand side by side: equal names and leaps between headings are no faults of a page
}

// Check visits the page at both widths and reports everything that is wrong with it.
func (b *Browser) Check(t testing.TB, v Visit) {
	t.Helper()
	for _, width := range []int{Desk, Phone} {
		v.Width = width
		problems, err := b.Inspect(v)
		if err != nil {
			t.Fatalf("%s at %d px: %v", v.URL, width, err)
		}
		for _, problem := range problems {
			t.Errorf("%s (%s) at %d px: %s", v.URL, v.Name, width, problem)
		}
	}
}

// Inspect visits the page and returns everything that is wrong with it.
func (b *Browser) Inspect(v Visit) ([]string, error) {
	if err := b.goTo(v); err != nil {
		return nil, err
	}
	var problems []string
	for _, look := range []func(Visit) ([]string, error){b.scrolling, b.weight, b.barriers} {
		found, err := look(v)
		if err != nil {
			return nil, err
		}
		problems = append(problems, found...)
	}
	if v.Width == Desk {
		found, err := b.onPaper(v)
		if err != nil {
			return nil, err
		}
		problems = append(problems, found...)
	}
	for _, complaint := range b.Complaints() {
		if !v.Error || !strings.Contains(complaint, "the server responded with a status of") {
			problems = append(problems, complaint)
		}
	}
	return problems, b.photograph(v)
}

// Fits visits the page and returns only what makes it wider than the window.
func (b *Browser) Fits(v Visit) ([]string, error) {
	if err := b.goTo(v); err != nil {
		return nil, err
	}
	return b.scrolling(v)
}

func (b *Browser) goTo(v Visit) error {
	b.Complaints()
	if v.Cookie[0] != "" {
		cookie := network.SetCookieParams{Name: v.Cookie[0], Value: v.Cookie[1], URL: v.URL}
		if _, err := chromedp.Call(b.ctx, network.SetCookie, cookie); err != nil {
			return err
		}
	}
	return chromedp.Do(b.ctx, chromedp.EmulateViewport(int64(v.Width), 900), chromedp.Navigate(v.URL))
}

// scrolling finds pages that are wider than the window, and names what sticks out.
func (b *Browser) scrolling(v Visit) ([]string, error) {
	const wide = `(() => {
		const width = document.documentElement.clientWidth;
		if (document.documentElement.scrollWidth <= width) return [];
		return [...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > width + 1)
			.slice(0, 5).map(e => e.tagName.toLowerCase() + "." + e.getAttribute("class"));
	})()`
	sticking, err := chromedp.Run(b.ctx, chromedp.Evaluate[[]string](wide))
	if err != nil || len(sticking) == 0 {
		return nil, err
	}
	return []string{"scrolls sideways because of " + strings.Join(sticking, ", ")}, nil
}

// sheet is how wide the text of a printed page of A4 is, in CSS pixels: 210 mm less its margins.
const sheet = 643

// onPaper finds what a printed page would cut off at its right edge: paper cannot be scrolled.
func (b *Browser) onPaper(v Visit) (problems []string, err error) {
	media := func(name string) error {
		_, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: name})
		return err
	}
	if err := media("print"); err != nil {
		return nil, err
	}
	if err := chromedp.Do(b.ctx, chromedp.EmulateViewport(sheet, 900)); err != nil {
		return nil, err
	}
	const cut = `(() => {
		const hidden = e => !e.checkVisibility() || e.closest(".sr, input, textarea, select, dialog, canvas, [contenteditable]");
		const name = e => e.tagName.toLowerCase() + "." + e.getAttribute("class");
		return [...document.querySelectorAll("body, body *")].filter(e => !hidden(e) && e.clientWidth > 1 && e.scrollWidth > e.clientWidth + 2
			&& (e === document.body || getComputedStyle(e).overflowX !== "visible")).slice(0, 5).map(name);
	})()`
	found, err := chromedp.Run(b.ctx, chromedp.Evaluate[[]string](cut))
	if err != nil {
		return nil, err
	}
	if len(found) > 0 {
		problems = append(problems, "is cut off on paper: "+strings.Join(found, ", "))
	}
	if err := media(""); err != nil {
		return nil, err
	}
	return problems, chromedp.Do(b.ctx, chromedp.EmulateViewport(int64(v.Width), 900))
}

// weight adds up what the page and all it loads weigh in the encoding in which they came.
func (b *Browser) weight(v Visit) ([]string, error) {
	const sum = `["navigation", "resource"].flatMap(kind => performance.getEntriesByType(kind)).reduce((sum, e) => sum + e.encodedBodySize, 0)`
	total, err := chromedp.Run(b.ctx, chromedp.Evaluate[int](sum))
	if err != nil {
		return nil, err
	}
	switch {
	case total == 0:
		return []string{"the weight of the page is not known"}, nil
	case total > max(heaviest, v.Weight):
		return []string{fmt.Sprintf("weighs %d bytes, at most %d", total, max(heaviest, v.Weight))}, nil
	}
	return nil, nil
}

// A barrier is one violation that axe-core found.
type barrier struct {
	ID     string   `json:"id"`
	Impact string   `json:"impact"`
	Help   string   `json:"help"`
	Where  []string `json:"where"`
}

// barriers runs axe-core and returns what is more than minor.
func (b *Browser) barriers(v Visit) ([]string, error) {
	if _, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool](b.axe+";true")); err != nil {
		return nil, err
	}
	const run = `axe.run(document, {resultTypes: ["violations"]}).then(r => r.violations
		.filter(v => v.impact !== "minor")
		.map(v => ({id: v.id, impact: v.impact, help: v.help, where: v.nodes.slice(0, 3).map(n => n.html + " " + (n.any[0] ? n.any[0].message : ""))})))`
	found, err := chromedp.Run(b.ctx, chromedp.Evaluate[[]barrier](run, chromedp.EvalAwaitPromise))
	if err != nil {
		return nil, err
	}
	var problems []string
	for _, f := range found {
		if v.Showroom && (f.ID == "landmark-unique" || f.ID == "heading-order") {
			continue
		}
		problems = append(problems, fmt.Sprintf("axe %s (%s): %s: %s", f.ID, f.Impact, f.Help, strings.Join(f.Where, " | ")))
	}
	return problems, nil
}

func (b *Browser) photograph(v Visit) error {
	if v.Name == "" {
		return nil
	}
	picture, err := chromedp.Run(b.ctx, chromedp.FullScreenshot(100))
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(b.shot, fmt.Sprintf("%s-%d.png", v.Name, v.Width)), picture, 0o644)
}
