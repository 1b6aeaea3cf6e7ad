package extract

import "strings"

// folding maps characters of labels to one spelling: full-width to half-width, traditional to simplified, and white
// space and quotation marks to nothing (-1).
var folding = newFolding()

func newFolding() map[rune]rune {
	m := map[rune]rune{}
	for r := rune(0xFF01); r <= 0xFF5E; r++ {
		m[r] = r - 0xFEE0
	}
	for _, r := range " \t\n\r\u00a0\u3000\u200b\u200c\u200d\ufeff\u2002\u2003\u2009\u202f\u00ad“”\"'‘’「」『』＂*" {
		m[r] = -1
	}
	m['〔'], m['〕'], m['【'], m['】'], m['．'], m['﹒'] = '(', ')', '(', ')', '.', '.'
	pairs := "開开 請请 數数 結结 轉转 辦办 執执 處处 罰罚 強强 費费 項项 規规 類类 務务 過过 屬属 於于 國国 穩稳 護护 權权 益益 內内 詢询 無无 關关 " +
		"沒没 現现 製制 補补 後后 確确 訪访 舉举 報报 訴诉 複复 復复 議议 維维 糾纠 審审 總总 計计 業业 企企 機机 構构 會会 組组 織织 團团 與与 單单 萬万 額额 圍围 " +
		"條条 繳缴 納纳 隨随 從从 經经 發发 廢废 數数 決决 對对 種种 購购 採采 個个 實实 體体 況况 動动 題题 進进 報报 說说 據据 係系 關关 繫系 兩两 達达 餘余 " +
		"員员 級级 鎮镇 區区 縣县 廳厅 學学 術术 衛卫 農农 鄉乡 統统 訊讯 檔档 專专 覽览 編编 標标 準准 優优 僅仅 這这 為为 則则 應应 舊旧 誤误 環环 園园 東东 廣广 門门 " +
		"馬马 財财 稅税 飛飞 電电 視视 戶户 億亿 許许 資资 訂订 閱阅 號号 間间 時时 際际 聯联 絡络 傳传 齊齐 滿满 歷历 據据 屆届 備备 將将 當当 須须 預预 貨货 質质"
	for pair := range strings.FieldsSeq(pairs) {
		p := []rune(pair)
		m[p[0]] = p[1]
	}
	return m
}

// fold brings a text to the spelling in which labels are compared. Text that needs no folding is returned as it is.
func fold(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for _, c := range s {
		if c > ' ' && c < 0x80 && c != '"' && c != '\'' && c != '*' {
			b.WriteByte(byte(c))
			continue
		}
		if to, ok := folding[c]; ok {
			if to < 0 {
				continue
			}
			c = to
		}
		b.WriteRune(c)
	}
	out := b.String()
	if strings.Contains(out, "资讯") || strings.Contains(out, "专案") || strings.Contains(out, "档案") || strings.Contains(out, "公开资") {
		out = vocabulary.Replace(out)
	}
	return unpinyin(out)
}

// vocabulary undoes a conversion of words, not only of characters.
var vocabulary = strings.NewReplacer("资讯", "信息", "专案", "项目", "规范性档案", "规范性文件", "其他档案", "其他文件")

// unpinyin takes out pronunciations that a program put behind characters: 項(xiàng).
func unpinyin(s string) string {
	for from := 0; ; {
		i := strings.IndexByte(s[from:], '(')
		if i < 0 {
			return s
		}
		i += from
		j := strings.IndexByte(s[i:], ')')
		if j < 0 {
			return s
		}
		inner := s[i+1 : i+j]
		if inner != "" && len(inner) < 12 && latin(inner) {
			s = s[:i] + s[i+j+1:]
			from = i
			continue
		}
		from = i + 1
	}
}

func latin(s string) bool {
	for _, c := range s {
		if !(c >= 'a' && c <= 'z' || c >= 0xE0 && c <= 0x1DC) {
			return false
		}
	}
	return true
}
