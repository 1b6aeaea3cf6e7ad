package publishing_test

import (
	"testing"

	"gongkai/catalog"
	"gongkai/internal/publishing"
	"gongkai/internal/store"
)

func TestAStandardCatalogueJoinsTheTree(t *testing.T) {
	eachEngine(t, func(t *testing.T, d *publishing.Desk, column string) {
		rows := []catalog.StandardRow{
			{Row: 4, Group: "综合业务", Title: "政策法规文件", Wanted: catalog.Requirement{Content: "配套政策", Term: "10个工作日内"}},
			{Row: 5, Group: "综合业务", Title: "监督检查", Wanted: catalog.Requirement{Content: "信访地址", Term: "每年"}},
			{Row: 6, Group: "社会救助", Wanted: catalog.Requirement{Content: "救助对象"}}, // there already, by 第二十一条
		}
		done, err := d.ImportColumns(t.Context(), office, bureau, rows)
		if err != nil || done != (publishing.Imported{Groups: 1, Added: 2, Changed: 1}) {
			t.Fatalf("%+v %v", done, err)
		}
		if done, err = d.ImportColumns(t.Context(), office, bureau, rows); err != nil || done != (publishing.Imported{Same: 3}) {
			t.Fatalf("a second time: %+v %v", done, err)
		}
		if _, err := d.ImportColumns(t.Context(), verifier, bureau, rows); err == nil {
			t.Error("a verifier altered the catalogue")
		}
		cat, err := d.Catalogue(t.Context(), clerk, bureau)
		if err != nil || len(cat.Shelves) != 22+3 || cat.Covered != 0 || len(cat.Uncovered) != 22 {
			t.Fatalf("%d shelves, %d covered, %v", len(cat.Shelves), cat.Covered, err)
		}
		var child catalog.Column
		for _, s := range cat.Shelves {
			switch s.Title {
			case "综合业务":
				if s.Condition != "" || s.Children != 2 {
					t.Errorf("a heading counts as empty: %+v", s)
				}
			case "监督检查":
				if s.Depth == 1 {
					child = s.Column
				}
			}
		}
		if child.Freshness != catalog.Yearly || child.Standard.Content != "信访地址" {
			t.Fatalf("%+v", child)
		}
		// A record in it is counted, and found by its day.
		id, err := d.SaveDraft(t.Context(), clerk, draft(string(child.ID)))
		if err != nil {
			t.Fatal(err)
		}
		pass(t, d, id)
		publish(t, d, id, "")
		if cat, err = d.Catalogue(t.Context(), clerk, bureau); err != nil {
			t.Fatal(err)
		}
		for _, s := range cat.Shelves {
			if s.ID == child.ID && (s.Records != 1 || s.Newest != today(d) || s.Condition != catalog.Fresh) {
				t.Errorf("%+v", s)
			}
		}
		// Nothing goes under itself, or under what is under it; nothing moves to another agency.
		parent := child.Parent
		top, err := store.Column(d.DB.View(t.Context()), parent)
		if err != nil {
			t.Fatal(err)
		}
		top.Parent = child.ID
		if _, err := d.SaveColumn(t.Context(), office, top); err == nil {
			t.Error("a column hangs under itself")
		}
		theirs := office
		theirs.Agency = neighbour
		child.Agency = neighbour
		if _, err := d.SaveColumn(t.Context(), theirs, child); err == nil {
			t.Error("a column was taken away")
		}
	})
}
