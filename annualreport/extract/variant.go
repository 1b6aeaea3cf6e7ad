package extract

import (
	"slices"
	"strings"

	"gongkai/annualreport"
)

// official are the labels of table three, folded, by row and by group.
var official = newOfficial()

type officialLabels struct {
	rows   map[annualreport.RowID]officialLabel
	groups map[int]officialLabel
}

type officialLabel struct{ text, folded string }

func newOfficial() officialLabels {
	o := officialLabels{map[annualreport.RowID]officialLabel{}, map[int]officialLabel{}}
	for _, form := range annualreport.Forms {
		for _, row := range form.Tables[annualreport.Three] {
			o.rows[row.ID] = officialLabel{row.Label, fold(row.Label)}
			if row.Group != "" {
				o.groups[int(row.ID[1]-'0')] = officialLabel{row.Group, fold(row.Group)}
			}
		}
	}
	return o
}

// maxVariants bounds how many labels in other words are kept.
const maxVariants = 60

// vary records a label that was understood though its words are not the official ones.
func (g *gridRows) vary(table annualreport.TableNo, want officialLabel, folded, found, place string) {
	if folded == want.folded || len(g.variants) >= maxVariants {
		return
	}
	l := annualreport.Label{Table: table, Official: want.text, Found: clip(strings.ReplaceAll(found, "\n", ""), 60), Place: place}
	if !slices.ContainsFunc(g.variants, func(v annualreport.Label) bool { return v.Official == l.Official && v.Found == l.Found }) {
		g.variants = append(g.variants, l)
	}
}

// varyThree compares a label of table three with the official one.
func (g *gridRows) varyThree(l label, folded, found, place string) {
	if l.row != "" {
		if want, ok := official.rows[l.row]; ok {
			g.vary(annualreport.Three, want, folded, found, place)
		}
	} else if want, ok := official.groups[l.group]; ok {
		g.vary(annualreport.Three, want, folded, found, place)
	}
}

// columnsOfTwo are the words by which a column of table two of 2021 is known.
var columnsOfTwo = []struct{ word, text string }{
	{"发件数", "本年制发件数"}, {"制发", "本年制发件数"}, {"废止", "本年废止件数"}, {"现行有效", "现行有效件数"},
	{"处理决定", "本年处理决定数量"}, {"收费金额", "本年收费金额（单位：万元）"},
}

// varyTwo compares the head of a column of table two with the official one; the form of 2019 has words of its own.
func (g *gridRows) varyTwo(folded, found, place string) {
	for _, c := range columnsOfTwo {
		if strings.Contains(folded, c.word) {
			g.vary(annualreport.Two, officialLabel{c.text, fold(c.text)}, folded, found, place)
			return
		}
	}
}
