package reporting

import (
	"context"
	"strings"

	"gongkai/agency"
	"gongkai/annualreport"
	"gongkai/annualreport/audit"
	"gongkai/fault"
	"gongkai/internal/auth"
)

// A Sent is a file as it was handed in.
type Sent struct {
	Name    string
	Content []byte
}

// An Imported says what became of one file of many.
type Imported struct {
	File   string
	Agency agency.Agency // zero where nobody was recognised
	Errors int           // what the audit calls wrong
	Err    error         // why it was not read in; nil where it was
}

// ImportMany takes the reports of several agencies at once, each to the agency that it names. A file that names none,
// or several, is left out and said so: nothing is guessed.
// 法源: 《条例》第四十九条第一款。
func (d *Desk) ImportMany(ctx context.Context, by auth.Actor, year int, files []Sent) (list []Imported, err error) {
	defer fault.Wrap(&err, "reporting.ImportMany(%d)", year)
	if err := auth.Can(by, auth.RollUpReport, by.Agency); err != nil {
		return nil, err
	}
	if len(files) == 0 {
		return nil, fault.Of([]fault.Problem{{Field: "files", Message: "请选择文件"}})
	}
	taken := map[agency.ID]string{}
	for _, file := range files {
		one := Imported{File: file.Name}
		one.Agency, one.Errors, one.Err = d.importNamed(ctx, by, year, file, taken)
		if one.Err == nil {
			taken[one.Agency.ID] = file.Name
		}
		if kind := fault.KindOf(one.Err); one.Err != nil && kind != fault.Invalid && kind != fault.Conflict && kind != fault.NotFound && kind != fault.Forbidden {
			return list, one.Err
		}
		list = append(list, one)
	}
	return list, nil
}

func (d *Desk) importNamed(ctx context.Context, by auth.Actor, year int, file Sent, taken map[agency.ID]string) (a agency.Agency, errors int, err error) {
	reading, err := d.Read(file.Name, file.Content, false)
	if err != nil {
		return a, 0, err
	}
	if a, err = named(by, reading.Report, file.Name); err != nil {
		return a, 0, err
	}
	if other, twice := taken[a.ID]; twice {
		return a, 0, fault.New(fault.Invalid, "“%s”已经读入这个单位的报告", other)
	}
	if err := d.Import(ctx, by, a.ID, year, reading); err != nil {
		return a, 0, err
	}
	result := audit.Run(audit.Subject{Report: reading.Report, Names: names(a), Government: a.Kind == agency.Government})
	return a, result.Count(audit.Error), nil
}

// named finds the agency below the caller's of which a report speaks: by the name of the agency in it, else by its title,
// else by the name of the file.
func named(by auth.Actor, r *annualreport.Report, file string) (agency.Agency, error) {
	for _, words := range []string{r.Agency, r.Title, file} {
		var found []agency.Agency
		for _, a := range by.Tree.All() {
			if a.Closed || by.Relation(a.ID) != auth.Below || words == "" {
				continue
			}
			if r.Agency == words && r.Agency == a.Name {
				return a, nil
			}
			if strings.Contains(words, a.Name) || a.ShortName != "" && strings.Contains(words, a.ShortName) {
				found = longest(found, a, words)
			}
		}
		switch len(found) {
		case 1:
			return found[0], nil
		case 0:
		default:
			return agency.Agency{}, fault.New(fault.Invalid, "认出不止一个单位（%s、%s），请在该单位的页面读入", found[0].Name, found[1].Name)
		}
	}
	return agency.Agency{}, fault.New(fault.Invalid, "没有认出是哪个单位的报告，请在该单位的页面读入")
}

// longest keeps those agencies of which the words hold the longest name: 某县科技局 is no 某县.
func longest(found []agency.Agency, a agency.Agency, words string) []agency.Agency {
	length := func(a agency.Agency) int {
		if strings.Contains(words, a.Name) {
			return len(a.Name)
		}
		return len(a.ShortName)
	}
	switch {
	case len(found) == 0 || length(a) == length(found[0]):
		return append(found, a)
	case length(a) > length(found[0]):
		return []agency.Agency{a}
	}
	return found
}
