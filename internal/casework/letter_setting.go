package casework

import (
	"bytes"
	"context"
	"encoding/json"
	"image"
	_ "image/jpeg" // seal images
	_ "image/png"
	"strings"
	"unicode/utf8"

	"gongkai/agency"
	"gongkai/civil"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/crypt"
	"gongkai/internal/database"
	"gongkai/internal/store"
	"gongkai/law"
	"gongkai/ledger"
	"gongkai/letter"
)

// LetterSettings is what the page of the letters' settings shows.
type LetterSettings struct {
	Look  Look
	Base  string // the 机关代字 of the settings
	Texts []OwnText
	Signs string // the name in the certificate of the signing key, empty without a key
}

// An OwnText is the agency's own standard text of a kind from a day on; an empty body goes back to ours.
type OwnText struct {
	Kind   letter.Kind
	From   civil.Date
	Body   string
	Author string
}

// LetterSettings shows how the agency's letters look.
// 法源: 《条例》第四十五条。
func (d *Desk) LetterSettings(ctx context.Context, by auth.Actor, of agency.ID) (s LetterSettings, err error) {
	defer fault.Wrap(&err, "casework.LetterSettings(%s)", of)
	if err := auth.Can(by, auth.AlterLetters, of); err != nil {
		return s, err
	}
	err = d.DB.Read(ctx, func(q *database.Query) error {
		var signing []byte
		if s.Look, signing, err = lookOf(q, of); err != nil {
			return err
		}
		if s.Signs, err = d.signer(of, signing); err != nil {
			return err
		}
		settings, err := store.Settings(q, of, civil.Of(d.DB.Now()))
		if err != nil {
			return err
		}
		s.Base = settings.Numbers.Word
		rows, err := store.LetterTexts(q, of)
		s.Texts = nil
		for _, row := range rows {
			if k, ok := letter.KindOf(letter.ID(row.Kind)); ok {
				s.Texts = append(s.Texts, OwnText{k, row.ValidFrom, row.Body, row.AuthorName})
			}
		}
		return err
	})
	return s, err
}

// longestText bounds a standard text, in characters.
const longestText = 20000

// SetLetterText makes a text the agency's own from a day on; an empty text goes back to the one of the program. A day
// that has passed is refused: letters of that time have gone out with another text.
// 法源: 《条例》第四十五条。
func (d *Desk) SetLetterText(ctx context.Context, by auth.Actor, of agency.ID, kind letter.ID, from civil.Date, text string) (err error) {
	defer fault.Wrap(&err, "casework.SetLetterText(%s, %s)", of, kind)
	k, err := kindOf(kind)
	if err != nil {
		return err
	}
	return d.act(ctx, by, auth.AlterLetters, of, func(tx *database.Tx) error {
		var problems []fault.Problem
		if text = strings.TrimSpace(text); text != "" {
			problems = letter.CheckText(k, text)
		}
		if utf8.RuneCountInString(text) > longestText {
			problems = append(problems, fault.Problem{Field: "text", Message: "文本过长，请控制在20000字以内"})
		}
		if from.IsZero() || from.Before(tx.Today()) {
			problems = append(problems, fault.Problem{Field: "from", Message: "启用日期应当是今天或者以后：此前的文书已经按当时的文本发出"})
		}
		if err := fault.Of(problems); err != nil {
			return err
		}
		if err := store.SaveLetterText(tx, of, store.LetterText{Kind: string(kind), ValidFrom: from, Body: text, AuthorName: by.Name}); err != nil {
			return err
		}
		enterSetting(tx, of, "set_letter_text", map[string]any{"kind": kind, "from": from, "digest": letterDigest([]byte(text))})
		return nil
	})
}

func enterSetting(tx *database.Tx, of agency.ID, verb string, after any) {
	body, err := json.Marshal(after)
	if err != nil {
		panic(err) // only our own maps are recorded
	}
	tx.Record(ledger.Entry{Chain: string(of), Verb: verb, Subject: ledger.Subject{Kind: "agency", ID: string(of)}, After: string(body), Cite: law.OGI.Art(45)})
}

// A StampImage is a seal image as it is handed in, with its size in tenths of a millimetre.
type StampImage struct {
	Data          []byte
	Width, Height int
}

// The bounds of a seal: those of agencies of a county measure 42 mm, no seal more than 60.
const (
	leastStamp   = 200
	largestStamp = 600
	mostStamp    = 2 << 20
	mostPixels   = 4000
)

func (s StampImage) check() []fault.Problem {
	var problems []fault.Problem
	wrong := func(message string) {
		problems = append(problems, fault.Problem{Field: "stamp", Message: message})
	}
	config, format, err := image.DecodeConfig(bytes.NewReader(s.Data))
	switch {
	case len(s.Data) > mostStamp:
		wrong("印章图片不能超过2MB")
	case err != nil || format != "png" && format != "jpeg":
		wrong("印章图片应当是PNG或者JPEG")
	case config.Width > mostPixels || config.Height > mostPixels:
		wrong("印章图片的边长不能超过4000像素")
	}
	if s.Width < leastStamp || s.Width > largestStamp || s.Height < leastStamp || s.Height > largestStamp {
		problems = append(problems, fault.Problem{Field: "size", Message: "印章的直径应在20至60毫米之间"})
	}
	return problems
}

// SetLook stores how the agency's letters look. A new seal image replaces the one in use; letters that went out keep
// theirs. The program makes no seal: the image is the agency's own.
// 法源: 《在线政务服务规定》第九条。
func (d *Desk) SetLook(ctx context.Context, by auth.Actor, of agency.ID, look Look, stamp *StampImage) (err error) {
	defer fault.Wrap(&err, "casework.SetLook(%s)", of)
	return d.act(ctx, by, auth.AlterLetters, of, func(tx *database.Tx) error {
		settings, err := store.Settings(tx, of, tx.Today())
		if err != nil {
			return err
		}
		before, signing, err := lookOf(tx, of)
		if err != nil {
			return err
		}
		problems := look.check(settings.Numbers.Word)
		if look.Stamp != "" {
			look.Stamp = before.Stamp // only what is there can be kept
		}
		if stamp != nil {
			problems = append(problems, stamp.check()...)
		}
		if err := fault.Of(problems); err != nil {
			return err
		}
		if stamp != nil {
			if look.Stamp, err = d.keepStamp(tx, of, *stamp); err != nil {
				return err
			}
		}
		body, err := json.Marshal(look)
		if err != nil {
			return err
		}
		if err := store.SaveLetterSetting(tx, of, string(body), signing); err != nil {
			return err
		}
		enterSetting(tx, of, "set_letter_look", look)
		return nil
	})
}

func (d *Desk) keepStamp(tx *database.Tx, of agency.ID, s StampImage) (string, error) {
	id := tx.NewID("st")
	sealed, err := d.Keys.Seal(crypt.Fields, stampPlace(id), s.Data)
	if err != nil {
		return "", err
	}
	return id, store.InsertStamp(tx, of, store.Stamp{ID: id, Image: sealed, Width: s.Width, Height: s.Height})
}

// check finds words of families that would give two letters one number.
func (l Look) check(base string) []fault.Problem {
	var problems []fault.Problem
	seen := map[string]string{}
	for _, row := range letter.Families {
		word := l.word(row.Family, base)
		if other := seen[word]; other != "" {
			problems = append(problems, fault.Problem{Field: "word_" + string(row.Family), Message: row.Label + "的机关代字与" + other + "相同，会编出相同的文号"})
		}
		if utf8.RuneCountInString(word) > 20 || strings.ContainsAny(word, "{}〔〕[]0123456789") {
			problems = append(problems, fault.Problem{Field: "word_" + string(row.Family), Message: "机关代字不超过20字，不含数字和括号"})
		}
		seen[word] = row.Label
	}
	return problems
}
