package portal

import (
	"strings"
	"testing"

	"gongkai/internal/web/ui"

	"pgregory.net/rapid"
)

func TestALineThatWasChangedStandsBesideWhatItWas(t *testing.T) {
	lines := align([]string{"报修电话：0935-0000000。", "工作日8:30—12:00。", "删去的一句。"}, []string{"报修电话：0935-0000000，夜间由值班人员接听。", "工作日8:30—12:00。", "完全不同的另一段文字"})
	want := []ui.DiffLine{
		{Old: "报修电话：0935-0000000。", New: "报修电话：0935-0000000，夜间由值班人员接听。", Removed: true, Added: true},
		{Old: "工作日8:30—12:00。", New: "工作日8:30—12:00。"},
		{Old: "删去的一句。", Removed: true}, {New: "完全不同的另一段文字", Added: true},
	}
	if len(lines) != len(want) {
		t.Fatalf("%+v", lines)
	}
	for i := range want {
		if lines[i] != want[i] {
			t.Errorf("got %+v, want %+v", lines[i], want[i])
		}
	}
	var page strings.Builder
	if err := (ui.Diff{Lines: lines[:1]}).Render(t.Context(), &page); err != nil || !strings.Contains(page.String(), "<ins>，夜间由值班人员接听</ins>") || strings.Contains(page.String(), "<del>") {
		t.Errorf("%v %s", err, page.String())
	}
}

// Whatever two texts say, the left side read downwards is the old one and the right side the new one, and with the marks
// taken out nothing of a line is lost.
func TestBothTextsCanBeReadInTheirComparison(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.SliceOfN(rapid.StringOfN(rapid.SampledFrom([]rune("甲乙丙，a\U0001F600")), 1, 8, -1), 0, 8)
		was, is := text.Draw(t, "was"), text.Draw(t, "is")
		var old, now []string
		for _, l := range align(was, is) {
			if l.Old != "" {
				old = append(old, l.Old)
			}
			if l.New != "" {
				now = append(now, l.New)
			}
		}
		if strings.Join(old, "\n") != strings.Join(was, "\n") || strings.Join(now, "\n") != strings.Join(is, "\n") {
			t.Fatalf("%q and %q became %q and %q", was, is, old, now)
		}
		var page strings.Builder
		if err := (ui.Diff{Lines: align(was, is)}).Render(t.Context(), &page); err != nil {
			t.Fatal(err)
		}
		bare := strings.NewReplacer("<ins>", "", "</ins>", "", "<del>", "", "</del>", "").Replace(page.String())
		for _, line := range append(was, is...) {
			if !strings.Contains(bare, line) {
				t.Fatalf("%q is not in %s", line, bare)
			}
		}
	})
}
