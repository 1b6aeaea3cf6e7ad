package receipt_test

import (
	"bytes"
	"strings"
	"testing"

	"gongkai/application"
	"gongkai/civil"
	"gongkai/deadline"
	"gongkai/internal/docgen"
	"gongkai/internal/docgen/ofdtest"
	"gongkai/internal/receipt"
	"gongkai/workday"
)

func TestEachReceiptHasItsOwnPage(t *testing.T) {
	on := civil.MustParse("2026-04-20")
	clock := application.Application{Channel: deadline.InPerson, ArrivedOn: on}.Clock(workday.National(), deadline.Policy{}, on)
	waiting := application.Application{Channel: deadline.Online, ArrivedOn: on}.Clock(workday.National(), deadline.Policy{}, on)
	d := receipt.Paper("https://example.cn/track", receipt.Receipt{Agency: "凉州区科学技术局", Number: "20260420-0001", Code: "abcdefghjk", ArrivedOn: on, Clock: clock},
		receipt.Receipt{Agency: "凉州区科学技术局", Number: "20260420-0002", Code: "mnpqrstuvw", ArrivedOn: on, Clock: waiting})
	breaks := 0
	var text strings.Builder
	for _, b := range d.Blocks {
		switch b := b.(type) {
		case docgen.PageBreak:
			breaks++
		case docgen.Table:
			for _, row := range b.Rows {
				text.WriteString(row[0].Text + row[1].Text + "\n")
			}
		}
	}
	for _, want := range []string{"查询码abcde fghjk", "最晚答复日期2026年5月20日", "20260420-0002", "双方确认之日为收到申请之日"} {
		if !strings.Contains(text.String(), want) {
			t.Errorf("no %q in %s", want, text.String())
		}
	}
	if breaks != 1 {
		t.Errorf("%d page breaks", breaks)
	}
	fonts, err := docgen.StandardFonts()
	if err != nil {
		t.Fatal(err)
	}
	ofd, err := docgen.OFD(d, fonts)
	if err != nil {
		t.Fatal(err)
	}
	ofdtest.Check(t, ofd)
	paper, err := docgen.PDF(d, fonts)
	if err != nil || !bytes.HasPrefix(paper, []byte("%PDF")) {
		t.Fatal(err)
	}
}
