package administering_test

import (
	"slices"
	"strings"
	"testing"

	"gongkai/agency"
	"gongkai/civil"
	"gongkai/fault"
	"gongkai/internal/store"
	"gongkai/workday"
)

func TestHolidaysOfPlaces(t *testing.T) {
	eachEngine(t, func(t *testing.T, w *world) {
		ctx := t.Context()
		kjj := w.bureau()
		upper, err := store.AccountByLogin(w.DB.View(ctx), "xitong")
		if err != nil {
			t.Fatal(err)
		}
		own, _ := w.person(kjj, "kjjxt", agency.RoleSystem)
		officer, _ := w.person(kjj, "kjjjb", agency.RoleOfficer)
		for _, p := range []agency.Region{{Code: "620600", Name: "武威市"}, {Code: "620602", Name: "凉州区"}, {Code: "640000", Name: "宁夏回族自治区"}} {
			if err := w.SaveRegion(ctx, w.as(upper), p); err != nil {
				t.Fatal(err)
			}
		}
		on := civil.MustParse("2027-03-10")
		day := func(region, name string) workday.Row {
			return workday.Row{On: on, Off: true, Name: name, Notice: "示例决定", Region: region}
		}
		refused(t, "不认识的地方", w.LoadHolidays(ctx, w.as(upper), []workday.Row{day("650000", "节"), day("650000", "节")}), fault.Invalid, "没有代码为650000的行政区划")
		refused(t, "经办人", w.LoadHolidays(ctx, w.as(officer), []workday.Row{day("", "节")}), fault.Forbidden, "系统管理员")
		refused(t, "下级改全国", w.LoadHolidays(ctx, w.as(own), []workday.Row{day("", "节")}), fault.Forbidden, "主管部门")
		refused(t, "下级改全区", w.LoadHolidays(ctx, w.as(own), []workday.Row{day("620602", "节")}), fault.Forbidden, "区人民政府办公室")
		if err := w.LoadHolidays(ctx, w.as(upper), []workday.Row{day("", "全国"), day("620602", "全区"), day("620600", "全市"), day("640000", "宁夏")}); err != nil {
			t.Fatal(err)
		}
		if err := w.LoadHolidays(ctx, w.as(upper), []workday.Row{day("620602", "全区改名")}); err != nil {
			t.Fatal(err)
		}
		rows, err := w.Holidays(ctx, w.as(upper))
		var got []string
		for _, r := range rows {
			got = append(got, r.Region+r.Place+r.Name)
		}
		want := []string{"全国", "620600武威市全市", "620602凉州区全区改名", "640000宁夏回族自治区宁夏"}
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%v %v, want %v", got, err, want)
		}
		if _, err := w.Holidays(ctx, w.as(officer)); fault.KindOf(err) != fault.Forbidden {
			t.Error(err)
		}

		refused(t, "下级撤回", w.RemoveHolidays(ctx, w.as(own), "620602", []civil.Date{on}), fault.Forbidden, "主管部门")
		refused(t, "没有选", w.RemoveHolidays(ctx, w.as(upper), "620602", nil), fault.Invalid, "请选择")
		refused(t, "没有载入过", w.RemoveHolidays(ctx, w.as(upper), "620602", []civil.Date{on.AddDays(1)}), fault.Invalid, "请选择")
		if err := w.RemoveHolidays(ctx, w.as(upper), "620602", []civil.Date{on}); err != nil {
			t.Fatal(err)
		}
		if rows, err = w.Holidays(ctx, w.as(upper)); err != nil || len(rows) != 3 || slices.ContainsFunc(rows, func(r workday.Row) bool { return r.Region == "620602" }) {
			t.Errorf("after taking back: %+v %v", rows, err)
		}
		if verbs := w.verbs(); strings.Count(verbs, "load_holidays") != 2 || strings.Count(verbs, "remove_holidays") != 1 {
			t.Errorf("ledger: %s", verbs)
		}
	})
}
