package disclosure

import (
	"strconv"
	"strings"

	"gongkai/civil"
	"gongkai/fault"
)

// ReadCanonical reads what [Record.Canonical] wrote, so that somebody who has only the published content can see what it
// says. It refuses what it would not write in the same way.
func ReadCanonical(content []byte) (Record, error) {
	fields, err := canonicalFields(string(content))
	if err != nil {
		return Record{}, err
	}
	const head = 24
	if len(fields) < head || fields[0] != "record/1" {
		return Record{}, errNotCanonical
	}
	var r Record
	texts := []*string{nil, (*string)(&r.ID), (*string)(&r.Agency), (*string)(&r.Column), (*string)(&r.Item), (*string)(&r.Kind), &r.Title, &r.Summary,
		&r.Issuer, &r.DocNo, &r.Register, nil, nil, nil, nil, nil, (*string)(&r.Attribute), (*string)(&r.Theme), &r.Genre, &r.Audience, &r.Language, nil, nil, &r.Body}
	for i, to := range texts {
		if to != nil {
			*to = fields[i]
		}
	}
	for i, to := range []*civil.Date{&r.FormedOn, &r.ChangedOn, &r.IssuedOn, &r.EffectiveOn, &r.ExpiresOn} {
		if err := to.Scan(fields[11+i]); err != nil {
			return Record{}, errNotCanonical
		}
	}
	r.Keywords, r.Channels = listOf(fields[21]), listOf(fields[22])
	if err := r.readTail(fields[head:]); err != nil || string(r.Canonical()) != string(content) {
		return Record{}, errNotCanonical
	}
	return r, nil
}

var errNotCanonical = fault.New(fault.Invalid, "内容不是规范的格式")

func listOf(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, "\n")
}

// readTail reads files and links.
func (r *Record) readTail(fields []string) error {
	for len(fields) > 0 {
		switch {
		case fields[0] == "file" && len(fields) >= 5:
			size, err := strconv.ParseInt(fields[4], 10, 64)
			if err != nil {
				return errNotCanonical
			}
			r.Files = append(r.Files, File{Name: fields[1], Hash: fields[2], Type: fields[3], Size: size})
			fields = fields[5:]
		case fields[0] == "link" && len(fields) >= 4:
			l := Link{Relation: Relation(fields[1]), To: ID(fields[2])}
			if err := l.On.Scan(fields[3]); err != nil {
				return errNotCanonical
			}
			r.Links = append(r.Links, l)
			fields = fields[4:]
		default:
			return errNotCanonical
		}
	}
	return nil
}

// canonicalFields splits fields that are each written as length, colon, text.
func canonicalFields(s string) ([]string, error) {
	var fields []string
	for s != "" {
		digits, rest, ok := strings.Cut(s, ":")
		n, err := strconv.Atoi(digits)
		if !ok || err != nil || n < 0 || n > len(rest) || strconv.Itoa(n) != digits {
			return nil, errNotCanonical
		}
		fields, s = append(fields, rest[:n]), rest[n:]
	}
	return fields, nil
}
