package demo

import (
	"fmt"

	"gongkai/catalog"
	"gongkai/civil"
	"gongkai/disclosure"
	"gongkai/internal/store"
	"gongkai/review"
)

// stageLogins says who of a bureau does which stage of a review.
var stageLogins = []struct {
	stage review.Stage
	login string
}{{review.SelfCheck, "jingban"}, {review.SectionOK, "shenhe"}, {review.Secrecy, "baomi"}, {review.Signature, "qianfa"}}

// livelyDesk fills the desk of the invented bureau: a record at every step between draft and page, one that is kept back,
// one that was revised, one that goes out on a day to come, and a document that another has replaced.
func (b *builder) livelyDesk() {
	ago := b.today.AddDays
	place := b.places[lively.Code]
	write := func(on civil.Date, item string, kind disclosure.Kind, title, body string, change func(*disclosure.Record)) *disclosure.ID {
		id := new(disclosure.ID)
		b.on(on, func() error {
			column, err := b.column(lively.Code, catalog.ItemCode(item))
			if err != nil {
				return err
			}
			r := disclosure.Record{Agency: place, Column: column, Kind: kind, Title: title, FormedOn: on, Attribute: disclosure.Proactive, Issuer: lively.Name,
				Theme: `城乡建设、环境保护\城乡建设（含住房）`, Channels: []string{"政府网站"}, Language: "中文", Body: body}
			if change != nil {
				change(&r)
			}
			*id, err = b.press.SaveDraft(b.ctx, b.by(lively.Code+"-jingban"), r)
			return err
		})
		return id
	}
	// sign takes the record through the stages before the last, of which the verdict is given.
	sign := func(on civil.Date, id *disclosure.ID, until review.Stage, last review.Signoff) {
		b.on(on, func() error {
			for _, row := range stageLogins {
				act := review.Signoff{Stage: row.stage, Verdict: review.Passed, Opinion: "同意"}
				if row.stage == until {
					act = last
					act.Stage = row.stage
				}
				if act.Verdict == "" {
					return nil
				}
				if err := b.signRecord(lively, *id, b.by(lively.Code+"-"+row.login), act); err != nil {
					return err
				}
				if row.stage == until {
					return nil
				}
			}
			return nil
		})
	}
	passed := review.Signoff{Verdict: review.Passed, Opinion: "同意"}
	publish := func(on civil.Date, id *disclosure.ID, reason string) {
		b.on(on, func() error {
			_, err := b.press.Publish(b.ctx, b.by(lively.Code+"-jingban"), place, *id, reason)
			return err
		})
	}

	write(ago(-1), "FD-14", disclosure.Plain, "公益性岗位招聘公告（演示，草稿）", "<p>拟招聘道路养护公益性岗位人员若干名。</p>", nil)
	id := write(ago(-2), "FD-03", disclosure.Plain, "城区道路养护三年计划（演示，待股室审核）", "<h2>一、目标</h2><p>三年内完成城区主干道大修。</p>", nil)
	sign(ago(-2), id, review.SelfCheck, passed)
	id = write(ago(-5), "FD-13", disclosure.Plain, "地下管网安全检查情况（演示，报请确定）", "<p>检查点位分布和发现的问题。</p>", nil)
	sign(ago(-4), id, review.Secrecy, review.Signoff{Verdict: review.Referred, Opinion: "管网点位的精度是否涉及国家安全，本机关不能确定", Organ: "武威市凉州区国家保密局"})
	id = write(ago(-3), "FD-08", disclosure.Plain, "占道费收取标准（演示，待签发）", "<table><tbody><tr><th>项目</th><th>标准</th></tr><tr><td>临时占道</td><td>每平方米每日0.30元</td></tr></tbody></table>", nil)
	sign(ago(-2), id, review.Secrecy, passed)
	id = write(ago(-2), "FX-02", disclosure.Plain, "夜间停车便民措施（演示，待发布）", "<p>部分路段夜间允许临时停车。</p>", nil)
	sign(ago(-1), id, review.Signature, passed)
	scheduled := write(ago(-2), "FX-01", disclosure.Plain, "北关街道路封闭施工公告（演示，定时发布）", "<p>施工期间请绕行。</p>", nil)
	sign(ago(-1), scheduled, review.Signature, passed)
	b.on(b.today, func() error {
		return b.press.Schedule(b.ctx, b.by(lively.Code+"-jingban"), place, *scheduled, b.today.AddDays(3), "")
	})
	kept := write(ago(-340), "FD-10", disclosure.Plain, "桥梁检测的讨论记录（演示，不公开登记）", "<p>讨论记录。</p>", func(r *disclosure.Record) {
		r.Attribute, r.Ground, r.Because, r.ReviewOn = disclosure.Withheld, disclosure.Grounds()[3], "属于履行行政管理职能过程中形成的讨论记录", b.today.AddDays(-2)
	})
	sign(ago(-338), kept, review.Signature, passed)

	b.livelyDocuments(write, sign, publish)
}

// livelyDocuments adds a normative document with its interpretation, the older one that it replaces, and a page that was
// revised.
func (b *builder) livelyDocuments(write func(civil.Date, string, disclosure.Kind, string, string, func(*disclosure.Record)) *disclosure.ID,
	sign func(civil.Date, *disclosure.ID, review.Stage, review.Signoff), publish func(civil.Date, *disclosure.ID, string)) {
	ago := b.today.AddDays
	passed := review.Signoff{Verdict: review.Passed, Opinion: "同意"}
	out := func(on civil.Date, id *disclosure.ID, reason string) {
		sign(on, id, review.Signature, passed)
		publish(on, id, reason)
	}
	old := write(ago(-700), "FD-01", disclosure.Normative, "城区占道经营管理暂行办法（演示）", "<p>第一条　为规范占道经营，制定本办法。</p>", func(r *disclosure.Record) {
		r.DocNo, r.EffectiveOn, r.ExpiresOn = b.numbered(700, "凉市政发〔%d〕3号"), ago(-690), ago(25)
	})
	out(ago(-698), old, "")
	replaced := write(ago(-60), "FD-01", disclosure.Normative, "城区占道经营管理办法（演示）", "<p>第一条　为规范城区占道经营，方便群众，制定本办法。</p><p>第十条　本办法施行之日起，原暂行办法同时废止。</p>", func(r *disclosure.Record) {
		r.DocNo, r.EffectiveOn, r.Explained = b.numbered(60, "凉市政发〔%d〕9号"), ago(-30), disclosure.ExplainedWith
		r.Links = []disclosure.Link{{Relation: disclosure.Repeals, To: *old, On: ago(-30)}}
	})
	out(ago(-58), replaced, "")
	told := write(ago(-58), "FD-01", disclosure.Interpretation, "《城区占道经营管理办法（演示）》政策解读", "<h2>一、为什么制定</h2><p>暂行办法即将到期。</p><h2>二、有什么变化</h2><p>便民摊点免收占道费。</p>", func(r *disclosure.Record) {
		r.Links = []disclosure.Link{{Relation: disclosure.Interprets, To: *replaced}}
	})
	out(ago(-58), told, "")
	hours := write(ago(-200), "FX-02", disclosure.Plain, "市政设施报修电话和办公时间（演示，已修订）", "<p>报修电话：0935-0000000。</p><p>工作日8:30—12:00，14:30—18:00。</p>", nil)
	out(ago(-199), hours, "")
	b.on(ago(-20), func() error {
		file, err := store.Record(b.parts.DB.View(b.ctx), *hours)
		if err != nil {
			return err
		}
		r := file.Draft
		r.Body, r.ChangedOn = "<p>报修电话：0935-0000000，夜间由值班人员接听。</p><p>工作日8:30—12:00，14:30—18:00。</p>", ago(-21)
		if _, err := b.press.SaveDraft(b.ctx, b.by(lively.Code+"-jingban"), r); err != nil {
			return fmt.Errorf("%s: %w", r.Title, err)
		}
		return nil
	})
	out(ago(-20), hours, "增加夜间接听")
}
