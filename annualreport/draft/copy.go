package draft

import (
	"encoding/json"

	"gongkai/annualreport"
)

// plain has the fields of a report without its ways of writing itself.
type plain annualreport.Report

// copied is a report as it is kept: with its whole text.
type copied struct {
	Report plain      `json:"report"`
	Texts  [][]string `json:"texts"` // of each section

	Charts [][]annualreport.Chart `json:"charts,omitempty"` // of each section; none in reports without any
}

// Keep writes a report down whole: what was handed in stays what it was, whatever the registers say later.
func Keep(r *annualreport.Report) ([]byte, error) {
	c := copied{Report: plain(*r)}
	for i, s := range r.Sections {
		c.Texts = append(c.Texts, s.Paragraphs)
		if len(s.Charts) > 0 {
			if c.Charts == nil {
				c.Charts = make([][]annualreport.Chart, len(r.Sections))
			}
			c.Charts[i] = s.Charts
		}
	}
	return json.Marshal(c)
}

// Kept reads what Keep wrote.
func Kept(text []byte) (*annualreport.Report, error) {
	var c copied
	if err := json.Unmarshal(text, &c); err != nil {
		return nil, err
	}
	r := annualreport.Report(c.Report)
	for i := range r.Sections {
		if i < len(c.Texts) {
			r.Sections[i].Paragraphs = c.Texts[i]
		}
		if i < len(c.Charts) {
			r.Sections[i].Charts = c.Charts[i]
		}
	}
	return &r, nil
}
