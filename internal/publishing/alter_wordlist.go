package publishing

import (
	"context"
	"strings"

	"gongkai/agency"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/database"
	"gongkai/internal/store"
	"gongkai/review/screen"
)

// SaveWord adds an entry to the word list of the agency, or changes the one that was called before.
func (d *Desk) SaveWord(ctx context.Context, by auth.Actor, of agency.ID, before string, w screen.Word) (err error) {
	defer fault.Wrap(&err, "publishing.SaveWord(%s)", of)
	w = trimWord(w)
	return d.act(ctx, by, auth.AlterWordlist, of, func(tx *database.Tx) error {
		if err := fault.Of(w.Check()); err != nil {
			return err
		}
		if before != "" && before != w.Wrong {
			if err := store.DropWord(tx, of, before); err != nil {
				return notListed(err)
			}
		}
		if err := store.SaveWord(tx, of, w); err != nil {
			return err
		}
		enter(tx, of, "save_word", "word", w.Wrong, before, w)
		return nil
	})
}

// DropWord takes an entry out of the word list of the agency.
func (d *Desk) DropWord(ctx context.Context, by auth.Actor, of agency.ID, wrong string) (err error) {
	defer fault.Wrap(&err, "publishing.DropWord(%s)", of)
	return d.act(ctx, by, auth.AlterWordlist, of, func(tx *database.Tx) error {
		if err := store.DropWord(tx, of, wrong); err != nil {
			return notListed(err)
		}
		enter(tx, of, "drop_word", "word", wrong, wrong, nil)
		return nil
	})
}

// ImportWords adds a list to the word list of the agency, or puts it in its place. Nothing is taken from a list with a
// mistake in it.
func (d *Desk) ImportWords(ctx context.Context, by auth.Actor, of agency.ID, list string, instead bool) (n int, err error) {
	defer fault.Wrap(&err, "publishing.ImportWords(%s)", of)
	words, problems := screen.ReadWords(list)
	if len(problems) == 0 && len(words) == 0 {
		problems = append(problems, fault.Problem{Field: "words", Message: "没有读到词语：每行一条，词语、建议写法、级别、说明之间用制表符或者逗号分开"})
	}
	err = d.act(ctx, by, auth.AlterWordlist, of, func(tx *database.Tx) error {
		if err := fault.Of(problems); err != nil {
			return err
		}
		if instead {
			if err := store.ClearWords(tx, of); err != nil {
				return err
			}
		}
		for _, w := range words {
			if err := store.SaveWord(tx, of, trimWord(w)); err != nil {
				return err
			}
		}
		enter(tx, of, "import_words", "agency", string(of), nil, map[string]any{"words": len(words), "instead": instead})
		return nil
	})
	return len(words), err
}

// A WordList is the list of one agency.
type WordList struct {
	Agency agency.Agency
	Words  []screen.Word
}

// WordLists returns the list of the agency and those of the 主管部门 above it, which count for it too.
func (d *Desk) WordLists(ctx context.Context, by auth.Actor, of agency.ID) (lists []WordList, err error) {
	defer fault.Wrap(&err, "publishing.WordLists(%s)", of)
	if err := auth.Can(by, auth.ViewRecord, of); err != nil {
		return nil, err
	}
	r := d.DB.View(ctx)
	const mostLevels = 10
	for at := of; at != "" && len(lists) < mostLevels; {
		a, err := store.Agency(r, at)
		if err != nil {
			return nil, err
		}
		words, err := store.Words(r, at)
		if err != nil {
			return nil, err
		}
		lists = append(lists, WordList{a, words})
		at = a.Superior
	}
	return lists, nil
}

func trimWord(w screen.Word) screen.Word {
	for _, field := range []*string{&w.Wrong, &w.Right, &w.Note, &w.But} {
		*field = strings.TrimSpace(*field)
	}
	return w
}

func notListed(err error) error {
	if database.NotFound(err) {
		return fault.New(fault.NotFound, "词表中没有这个词，可能已被删除")
	}
	return err
}
