package disclosure_test

import (
	"bytes"
	"testing"

	"gongkai/agency"
	"gongkai/catalog"
	"gongkai/disclosure"

	"pgregory.net/rapid"
)

func TestCanonicalContentIsReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.SampledFrom([]string{"", "甲", "12:乙", "a\nb", "<p>文</p>", ":"})
		r := good()
		r.ID, r.Agency, r.Column = disclosure.ID(text.Draw(t, "id")), agency.ID(text.Draw(t, "agency")), catalog.ColumnID(text.Draw(t, "column"))
		r.Title, r.Body, r.Summary, r.Genre = text.Draw(t, "title"), text.Draw(t, "body"), text.Draw(t, "summary"), text.Draw(t, "genre")
		for range rapid.IntRange(0, 3).Draw(t, "files") {
			r.Files = append(r.Files, disclosure.File{Name: text.Draw(t, "name"), Hash: text.Draw(t, "hash"), Type: "pdf", Size: rapid.Int64Range(0, 1<<40).Draw(t, "size")})
			r.Links = append(r.Links, disclosure.Link{Relation: disclosure.Amends, To: disclosure.ID(text.Draw(t, "to")), On: day("2026-01-02")})
			r.Keywords = append(r.Keywords, "词")
		}
		content := r.Canonical()
		back, err := disclosure.ReadCanonical(content)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(back.Canonical(), content) || back.Title != r.Title || back.Body != r.Body || len(back.Files) != len(r.Files) || len(back.Links) != len(r.Links) || back.FormedOn != r.FormedOn {
			t.Fatalf("%+v came back as %+v", r, back)
		}
	})
}

func FuzzReadCanonical(f *testing.F) {
	f.Add(good().Canonical())
	f.Add([]byte("8:record/1"))
	f.Fuzz(func(t *testing.T, content []byte) {
		if r, err := disclosure.ReadCanonical(content); err == nil && !bytes.Equal(r.Canonical(), content) {
			t.Fatalf("%q is read as %+v, which is another content", content, r)
		}
	})
}
