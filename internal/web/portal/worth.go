package portal

import (
	"strings"

	"gongkai/civil"
	"gongkai/disclosure"
	"gongkai/internal/query"
	"gongkai/internal/web/ui"
)

// A worth is what a document is worth on the day, and what made it so.
type worth struct {
	record    disclosure.Record
	validity  disclosure.Validity
	ending    disclosure.Ending // past or to come
	amendment disclosure.Effect
	until     civil.Date // 失效日期 of the head: its last day, or the day of its repeal
}

func worthOf(r disclosure.Record, effects []disclosure.Effect, today civil.Date) worth {
	s := worth{record: r, validity: r.ValidityOn(today, effects)}
	if s.validity == disclosure.NoneSaid {
		s.until = r.ExpiresOn
		return s
	}
	s.ending, s.amendment = r.Ending(effects), disclosure.LastAmendment(today, effects)
	if s.until = s.ending.On; s.ending.By == "" && !s.until.IsZero() {
		s.until = s.until.AddDays(-1) // by its own date: the last day on which it stands
	}
	return s
}

// untilName is what the head calls the end.
func (s worth) untilName() string {
	switch {
	case s.ending.As == disclosure.Repealed:
		return "废止日期"
	case s.ending.By != "":
		return "失效日期"
	}
	return "有效期至"
}

func validityTone(v disclosure.Validity) ui.Tone {
	switch v {
	case disclosure.InForce:
		return ui.Good
	case disclosure.Repealed, disclosure.Lapsed:
		return ui.Bad
	case disclosure.Amended, disclosure.NotYet:
		return ui.Caution
	}
	return ui.Neutral
}

// words are the notices in one sentence, for what is taken away from the site; empty for what stands as it reads.
func (s worth) words(links []query.LinkRow) string {
	var words string
	for _, n := range s.notices(ui.Base{}, links) {
		words += n.Title
		if n.Text != "" {
			words += "，" + strings.TrimSuffix(n.Text, "。")
		}
		if n.Link.Text != "" {
			words += "，见" + n.Link.Text
		}
		words += "。"
	}
	return words
}

// notices say above the text that it does not stand, or not as it reads, or not for long, since when, and what to read
// instead.
func (s worth) notices(b ui.Base, links []query.LinkRow) []ui.Notice {
	n := ui.Notice{Tone: ui.Caution}
	by := s.ending.By
	switch s.validity {
	case disclosure.Repealed:
		n.Title, n.Text = "本文件已经废止", "自"+s.ending.On.Chinese()+"起废止。"
	case disclosure.Lapsed:
		n.Title, n.Text = "本文件已经失效", "自"+s.ending.On.Chinese()+"起失效。"
	case disclosure.Amended:
		n.Title, n.Text, by = "本文件已经修改，请对照修改文件阅读", "自"+s.amendment.On.Chinese()+"起修改。", s.amendment.By
	case disclosure.NotYet:
		n.Title, by = "本文件尚未生效", ""
		if !s.record.EffectiveOn.IsZero() {
			n.Text = "自" + s.record.EffectiveOn.Chinese() + "起施行。"
		}
	case disclosure.InForce:
		if by == "" {
			return nil
		}
		n.Tone, n.Title = ui.Info, "本文件将自"+s.ending.On.Chinese()+"起"+string(s.ending.As)
	default:
		return nil
	}
	for _, l := range links {
		if by != "" && !l.Outward && l.Record == string(by) {
			n.Link = ui.Link{Text: "《" + l.Title + "》" + l.DocNo, Href: b.URL(recordPath(l.IndexNo))}
			break
		}
	}
	return []ui.Notice{n}
}
