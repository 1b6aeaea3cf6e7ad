package query

import (
	"strings"

	"gongkai/catalog"
	"gongkai/civil"
	"gongkai/fault"
	"gongkai/internal/database"
)

// A Wish is what somebody searches for.
type Wish struct {
	Text   string
	Agency string // internal id; empty for all
	Year   int    // of publication; zero for all
	Limit  int
	Offset int
}

// most words of a search that are looked at
const mostWords = 6

// PortalSearch returns one page of the visible publications whose title, 文号 or 索引号 holds every word of the text,
// newest first, and how many there are in all. Bodies are not searched. This is the only place that knows how.
func PortalSearch(r database.Reader, w Wish) (rows []PublicationRow, total int, err error) {
	defer fault.Wrap(&err, "query.PortalSearch")
	words := strings.Fields(w.Text)
	if len(words) == 0 {
		return nil, 0, nil
	}
	words = words[:min(len(words), mostWords)]
	where, args := "WHERE p.visible = 1", []any{}
	arg := func(v any) string { args = append(args, v); return "$" + itoa(len(args)) }
	for _, word := range words {
		n := arg("%" + escapeLike(strings.ToLower(word)) + "%")
		where += ` AND (lower(p.title) LIKE ` + n + ` ESCAPE '!' OR lower(p.doc_no) LIKE ` + n + ` ESCAPE '!' OR lower(p.index_no) LIKE ` + n + ` ESCAPE '!')`
	}
	if w.Agency != "" {
		where += " AND p.agency = " + arg(w.Agency)
	}
	if w.Year > 0 {
		where += " AND p.published_on >= " + arg(civil.On(w.Year, 1, 1)) + " AND p.published_on <= " + arg(civil.On(w.Year, 12, 31))
	}
	if err := r.QueryRow(`SELECT count(*) FROM publication p `+where, args...).Scan(&total); err != nil {
		return nil, 0, err
	}
	limit, offset := arg(w.Limit), arg(w.Offset)
	err = r.Select(&rows, publication+where+` ORDER BY p.published_on DESC, p.record DESC LIMIT `+limit+` OFFSET `+offset, args...)
	return rows, total, err
}

func escapeLike(s string) string {
	return strings.NewReplacer("!", "!!", "%", "!%", "_", "!_").Replace(s)
}

// PortalIndexNo returns the 索引号 that the text names, whatever its case, or an empty one. Withdrawn records are found
// too: their page says why they are gone.
func PortalIndexNo(r database.Reader, text string) (_ catalog.IndexNo, err error) {
	defer fault.Wrap(&err, "query.PortalIndexNo")
	var found string
	err = r.QueryRow(`SELECT p.index_no FROM publication p WHERE p.index_no IN ($1, $2, $3) ORDER BY p.index_no LIMIT 1`,
		text, strings.ToUpper(text), strings.ToLower(text)).Scan(&found)
	if database.NotFound(err) {
		return "", nil
	}
	return catalog.IndexNo(found), err
}
