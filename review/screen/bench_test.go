package screen_test

import (
	"strings"
	"testing"

	"gongkai/civil"
	"gongkai/review/screen"
)

// article is a paragraph as records have them: places, numbers of documents, sums, days, no personal data.
const article = "根据《中华人民共和国政府信息公开条例》第三十三条第二款和《甘肃省人民政府办公厅关于印发2026年政务公开工作要点的通知》（甘政办发〔2026〕15号），" +
	"凉州区黄羊镇新店村、清源镇新东村等12个村组于2026年3月5日完成高标准农田建设1200亩，投资368.5万元，受益群众860户3200人；天马湖社区完成老旧小区改造32栋楼。" +
	"各乡镇、街道要按照区委、区政府部署，于4月30日前将落实情况报送区政府办公室（地址：武威市凉州区东大街155号）。"

// BenchmarkPieces looks at paragraphs without findings, as nearly all are.
func BenchmarkPieces(b *testing.B) {
	s := screen.New(screen.Options{Today: civil.MustParse("2026-11-03"), Words: screen.StartingWords})
	for _, bb := range []struct{ name, text string }{{"article", article}, {"page", strings.Repeat(article+"\n", 8)}, {"prose", strings.Repeat("坚持以人民为中心的发展思想，进一步优化营商环境，提升政务服务水平。", 12)}} {
		b.Run(bb.name, func(b *testing.B) {
			b.SetBytes(int64(len(bb.text)))
			for b.Loop() {
				s.Look(screen.Piece{Text: bb.text})
			}
		})
	}
}

// BenchmarkSet looks at the labelled sets.
func BenchmarkSet(b *testing.B) {
	s := screen.New(screen.Options{Today: civil.MustParse("2026-11-03"), Words: screen.StartingWords})
	var set []item
	for _, file := range [][]byte{labelledFile, heldOutFile, tablesFile} {
		set = append(set, items(b, file)...)
	}
	for b.Loop() {
		for _, it := range set {
			s.Look(it.piece)
		}
	}
}
