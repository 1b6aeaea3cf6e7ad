package screening_test

import (
	"strings"
	"testing"

	"gongkai/internal/docread/filetest"
	"gongkai/internal/screening"
)

// TestFilesOfOtherPrograms examines what LibreOffice has written from one text in every format: what is found must be the
// same in all.
func TestFilesOfOtherPrograms(t *testing.T) {
	text := []string{"id_card|第1张表第2行第2列|6206**********0010", "telephone|", "tracked_change|第3段|", "tracked_change|", "hidden_text|第3段|藏起来的话", "comment|", "property|文件属性“作者”|李四"}
	sheet := []string{"id_card|公示!B2|", "phone|公示!C2|139****5678", "hidden_column|公示!C列|", "hidden_row|公示!第3行|藏起来的行", "hidden_sheet|底稿|", "comment|公示!A2", "property|文件属性“作者”|李四"}
	slide := []string{"id_card|幻灯片1|", "hidden_slide|幻灯片2|", "speaker_notes|", "property|文件属性“作者”|李四"}
	for name, want := range map[string][]string{
		"sample.doc": text, "sample.docx": text, "sample.rtf": text, "sample.odt": text,
		"sample.xls": sheet, "sample.xlsx": sheet, "sample.ods": sheet,
		"sample.ppt": slide, "sample.pptx": append(slide, "comment|幻灯片1的批注|请再核实"), "sample.odp": append(slide, "comment|幻灯片1|请再核实"),
	} {
		got := found(examiner.File(name, filetest.Sample(t, name), rules()))
		for _, w := range want {
			if !strings.Contains(got, w) {
				t.Errorf("%s: no %s in\n%s", name, w, got)
			}
		}
		if strings.Contains(got, citizen) {
			t.Errorf("%s: a number in full in\n%s", name, got)
		}
		if old := strings.Contains(" doc xls ppt ", name[strings.Index(name, ".")+1:]); old != strings.Contains(got, "old_format") {
			t.Errorf("%s: %s", name, got)
		}
		if strings.Count(got, "id_card") != 1 {
			t.Errorf("%s: the number is told more than once in\n%s", name, got)
		}
	}
	for _, name := range []string{"plain.doc", "plain.rtf", "plain.odt", "plain.xls", "plain.ods", "plain.ppt", "plain.odp"} {
		for _, f := range examiner.File(name, filetest.Sample(t, name), rules()).Findings {
			if f.Level == "block" {
				t.Errorf("%s: %+v", name, f)
			}
		}
	}
}

func TestOtherArchives(t *testing.T) {
	inner := filetest.XLSX(t, []filetest.Sheet{{Name: "名单", Inner: filetest.Row(1, "", citizen)}})
	for _, tt := range []struct {
		name    string
		content []byte
		want    string
	}{
		{"a.rar", filetest.RAR(filetest.Part{Name: "内/名单.xlsx", Content: string(inner)}), "id_card|“内/名单.xlsx”的名单!A1"},
		{"a.rar", filetest.RAR(filetest.Part{Name: citizen + ".txt", Content: "甲"}), "id_card|"},
		{"a.rar", filetest.RAR(filetest.Part{Name: "a.rar", Content: string(filetest.RAR(filetest.Part{Name: "b.txt", Content: mobile}))}), "phone|“a.rar”的“b.txt”的第1行|"},
		{"a.7z", filetest.Sample(t, "sample.7z"), "id_card|“list.txt”的第2行"},
		{"a.7z", filetest.Sample(t, "ppmd.7z"), "id_card|“list.txt”的第2行"},
		{"a.7z", filetest.Sample(t, "locked.7z"), "encrypted|"},
		{"a.7z", filetest.Sample(t, "sample.7z")[:60], "unreadable|"},
		{"a.rar", []byte("Rar!\x1A\x07\x01\x00 nothing"), "unreadable|"},
		{"a.zip", filetest.Zip(t, filetest.Part{Name: "旧.doc", Content: string(filetest.Sample(t, "sample.doc"))}), "id_card|“旧.doc”的第1张表第2行第2列"},
	} {
		if got := found(examiner.File(tt.name, tt.content, rules())); !strings.Contains(got, tt.want) {
			t.Errorf("%s: no %s in\n%s", tt.name, tt.want, got)
		}
	}
	nested := filetest.RAR(filetest.Part{Name: "a.txt", Content: "甲"})
	for range 10 {
		nested = filetest.RAR(filetest.Part{Name: "a.rar", Content: string(nested)})
	}
	if got := found(examiner.File("a.rar", nested, rules())); !strings.Contains(got, "unreadable") {
		t.Errorf("archives ten deep: %q", got)
	}
}

// TestBrokenFilesAreNeverPassed cuts and changes files: what can no longer be read is refused.
func TestBrokenFilesAreNeverPassed(t *testing.T) {
	for _, name := range []string{"sample.doc", "sample.xls", "sample.ppt", "sample.odt", "sample.ods"} {
		whole := filetest.Sample(t, name)
		for _, cut := range []int{600, len(whole) / 2, len(whole) - 700} {
			r := examiner.File(name, whole[:cut], rules())
			blocked := false
			for _, f := range r.Findings {
				blocked = blocked || f.Level == "block"
			}
			if !blocked {
				t.Errorf("%s cut at %d is passed: %s", name, cut, found(r))
			}
		}
	}
	for text, want := range map[string]string{
		"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + strings.Repeat("\x00", 2000):                                  "unreadable",
		"{\\rtf1 " + strings.Repeat("{", 5000):                                                             "unreadable",
		string(filetest.Sample(t, "sample.fodt")):                                                          "unreadable",
		"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=\"a\"\n\n--a\n":                      "unreadable",
		`<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument></w:wordDocument>`: "unreadable",
		"MZ\x90\x00" + strings.Repeat("\x00", 100):                                                         "unreadable",
	} {
		if got := found(screening.Result{Findings: examiner.File("a.doc", []byte(text), rules()).Findings}); !strings.Contains(got, want) {
			t.Errorf("%q: %q", text[:8], got)
		}
	}
}
