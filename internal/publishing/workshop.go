package publishing

import (
	"context"

	"gongkai/agency"
	"gongkai/catalog"
	"gongkai/disclosure"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/database"
	"gongkai/internal/store"
	"gongkai/law"
)

// An annual report goes before the public as a record, and its figures, text and files are one: whoever changed the record
// alone would leave the files, the copy with the 主管部门 and the audit behind. It is corrected where it is compiled.

// notOfTheWorkshop refuses what would change or publish the record of an annual report past its workshop.
// 法源: 《条例》第四十九条第一款、《条例》第五十条。
func notOfTheWorkshop(r database.Reader, of agency.ID, id disclosure.ID) error {
	year, err := store.YearOfReport(r, of, id)
	if err != nil || year == 0 {
		return err
	}
	return fault.Breach(law.OGI.Art(50), "这是%d年度政府信息公开工作年度报告，正文、表格和附件由年报工作间生成。请在“年度报告”中更正：改正后重新核查、送审、签发，写明更正理由后公布", year)
}

func fromTheWorkshop(database.Reader, agency.ID, disclosure.ID) error { return nil }

// SaveReport is SaveDraft for the workshop of annual reports.
func (d *Desk) SaveReport(ctx context.Context, by auth.Actor, r disclosure.Record) (disclosure.ID, error) {
	return d.save(ctx, by, r, "", fromTheWorkshop)
}

// PublishReport is Publish for the workshop of annual reports.
// 法源: 《条例》第十七条第一款、《条例》第四十九条第一款。
func (d *Desk) PublishReport(ctx context.Context, by auth.Actor, of agency.ID, id disclosure.ID, reason string) (catalog.IndexNo, error) {
	return d.publish(ctx, by, of, id, reason, fromTheWorkshop)
}
