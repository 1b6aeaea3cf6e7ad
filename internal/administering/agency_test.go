package administering_test

import (
	"strings"
	"testing"

	"gongkai/agency"
	"gongkai/fault"
	"gongkai/internal/administering"
	"gongkai/internal/auth"
	"gongkai/internal/store"
)

func TestAgencies(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		kjj := w.bureau()
		upper, err := store.AccountByLogin(w.DB.View(ctx), "xitong")
		if err != nil {
			t.Fatal(err)
		}
		own, _ := w.person(kjj, "kjjxt", agency.RoleSystem)
		officer, _ := w.person(kjj, "kjjjb", agency.RoleOfficer)
		a, err := store.Agency(w.DB.View(ctx), kjj)
		if err != nil || a.Name != "武威市凉州区科学技术局" || a.ID != kjj {
			t.Fatal(a, err)
		}
		twin := a
		twin.ID, twin.Code = "", "kjj2"
		_, err = w.CreateAgency(ctx, w.as(upper), twin)
		refused(t, "代码已被使用", err, fault.Invalid, "统一社会信用代码已被使用")
		_, err = w.CreateAgency(ctx, w.as(officer), agency.Agency{Superior: kjj})
		refused(t, "经办人新增机关", err, fault.Forbidden, "系统管理员")
		_, err = w.CreateAgency(ctx, w.as(own), agency.Agency{Name: "自立门户"})
		refused(t, "下级自立门户", err, fault.Forbidden, "主管部门")
		_, err = w.CreateAgency(ctx, w.as(upper), agency.Agency{Superior: w.first.Agency})
		refused(t, "空白的机关", err, fault.Invalid, "有内容需要修改")

		renamed := a
		renamed.Name = "武威市凉州区科学技术和工业信息化局"
		if err := w.AlterAgency(ctx, w.as(own), renamed); err != nil {
			t.Error(err)
		}
		free := renamed
		free.Superior = ""
		refused(t, "下级摆脱主管部门", w.AlterAgency(ctx, w.as(own), free), fault.Forbidden, "主管部门的系统管理员")
		moved := renamed
		moved.Code = "kxj"
		refused(t, "改网址", w.AlterAgency(ctx, w.as(upper), moved), fault.Invalid, "网址代码")
		closed := renamed
		closed.Closed = true
		if err := w.AlterAgency(ctx, w.as(upper), closed); err != nil {
			t.Error(err)
		}
		_, _, err = w.CreateAccount(ctx, w.as(w.first), administering.Person{Agency: kjj, Login: "late", Name: "晚来者", Roles: agency.RolesOf(agency.RoleOfficer)})
		refused(t, "撤并的机关不进人", err, fault.Invalid, "已撤并")
		if verbs := w.verbs(); strings.Count(verbs, "alter_agency") != 2 || strings.Count(verbs, "create_agency") != 2 {
			t.Errorf("ledger: %s", verbs)
		}
	})
}

func TestSectionsGuideSettingsRegions(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		kjj := w.bureau()
		system, _ := w.person(kjj, "kjjxt", agency.RoleSystem)
		officer, _ := w.person(kjj, "kjjjb", agency.RoleOfficer)

		id, err := w.SaveSection(ctx, w.as(system), agency.Section{Agency: kjj, Name: "办公室", Office: true})
		if err != nil {
			t.Fatal(err)
		}
		_, err = w.SaveSection(ctx, w.as(system), agency.Section{Agency: kjj, Name: "法规股", Office: true})
		refused(t, "第二个工作机构", err, fault.Unlawful, "只能指定一个")
		_, err = w.SaveSection(ctx, w.as(system), agency.Section{Agency: w.first.Agency, Name: "偷设"})
		refused(t, "别的机关的股室", err, fault.Forbidden, "其他机关")
		if _, err := w.SaveSection(ctx, w.as(system), agency.Section{ID: id, Agency: kjj, Name: "综合办公室", Office: true}); err != nil {
			t.Error(err)
		}
		sections, err := store.Sections(w.DB.View(ctx), kjj)
		if err != nil || len(sections) != 1 || sections[0].Name != "综合办公室" || !sections[0].Office {
			t.Errorf("%+v, %v", sections, err)
		}

		gaps, err := w.SaveGuide(ctx, w.as(officer), agency.Guide{Agency: kjj, OfficeName: "办公室", Channels: []agency.Channel{{Kind: agency.ChannelFax, Open: true, How: "0935-2212345"}}})
		if err != nil || len(gaps) != 5 {
			t.Errorf("gaps %v, %v", gaps, err)
		}
		_, err = w.SaveGuide(ctx, w.as(officer), agency.Guide{Agency: kjj, Channels: []agency.Channel{{Kind: agency.ChannelMail, Reason: "没有人手"}}})
		refused(t, "关闭邮寄", err, fault.Unlawful, "不得关闭")
		g, err := store.Guide(w.DB.View(ctx), kjj)
		if err != nil || g.OfficeName != "办公室" || len(g.Channels) != 1 || g.ReviewedOn.String() != "2026-11-23" {
			t.Errorf("%+v, %v", g, err)
		}
		if empty, err := store.Guide(w.DB.View(ctx), w.first.Agency); err != nil || !empty.ReviewedOn.IsZero() {
			t.Errorf("%+v, %v", empty, err)
		}

		settings, err := store.Settings(w.DB.View(ctx), kjj, g.ReviewedOn)
		if err != nil {
			t.Fatal(err)
		}
		settings.Remedies.Court, settings.Access.LockAfter = "武威市凉州区人民法院", 3
		if err := w.AlterSettings(ctx, w.as(system), kjj, settings); err != nil {
			t.Fatal(err)
		}
		stored, err := store.Settings(w.DB.View(ctx), kjj, g.ReviewedOn)
		if err != nil || stored.Remedies.Court != "武威市凉州区人民法院" || stored.Access.LockAfter != 5 {
			t.Errorf("系统管理员改了登录安全：%+v, %v", stored, err)
		}
		refused(t, "系统管理员改登录安全", w.AlterAccess(ctx, w.as(system), kjj, settings.Access), fault.Forbidden, "安全管理员")
		if err := w.AlterAccess(ctx, w.as(w.first), kjj, settings.Access); err != nil {
			t.Error(err)
		}
		settings.Review.Order = []agency.Stage{agency.StageSign}
		refused(t, "取消保密审查", w.AlterSettings(ctx, w.as(system), kjj, settings), fault.Unlawful, "保密审查")

		if err := w.SaveRegion(ctx, w.as(system), agency.Region{Code: "620602000000", Name: "凉州区"}); err != nil {
			t.Error(err)
		}
		refused(t, "行政区划代码", w.SaveRegion(ctx, w.as(system), agency.Region{Code: "6206", Name: "凉州区"}), fault.Invalid, "6位")
		regions, err := store.Regions(w.DB.View(ctx))
		if p, ok := regions.Find("620602"); err != nil || !ok || p.Name != "凉州区" {
			t.Errorf("%+v, %v", regions, err)
		}
	})
}

func TestReading(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		kjj := w.bureau()
		officer, _ := w.person(kjj, "clerk", agency.RoleOfficer)
		audit, _ := w.person(w.first.Agency, "shenji", agency.RoleAudit)
		if _, err := w.SaveSection(ctx, w.as(w.systemOf(kjj)), agency.Section{Agency: kjj, Name: "办公室"}); err != nil {
			t.Fatal(err)
		}
		if all, err := w.Accounts(ctx, w.as(audit), kjj); err != nil || len(all) != 2 {
			t.Errorf("%v, %v", all, err)
		}
		_, err := w.Accounts(ctx, w.as(officer), kjj)
		refused(t, "经办人看账号", err, fault.Forbidden, "查看人员")
		if all, err := w.Sections(ctx, w.as(officer), kjj); err != nil || len(all) != 1 {
			t.Errorf("%v, %v", all, err)
		}
		if s, err := w.Settings(ctx, w.as(officer), kjj); err != nil || s.Access.LockAfter != 5 {
			t.Errorf("%v, %v", s, err)
		}
		_, err = w.Settings(ctx, w.as(officer), w.first.Agency)
		refused(t, "看上级设置", err, fault.Forbidden, "其他机关")
		if g, err := w.Guide(ctx, kjj); err != nil || g.Agency != kjj {
			t.Errorf("%v, %v", g, err)
		}
	})
}

// systemOf opens a system administrator in the agency.
func (w *world) systemOf(of agency.ID) auth.Account {
	w.t.Helper()
	a, _ := w.person(of, "xt-"+strings.ToLower(string(of[len(of)-6:])), agency.RoleSystem)
	return a
}
