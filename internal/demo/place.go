package demo

import (
	"gongkai/agency"
	"gongkai/workday"
)

// neighbour is a county of the same city that has days of its own, as a place of a minority may.
// 法源: 《放假办法》第四条。
var neighbour = agency.Region{Code: "620623", Name: "天祝藏族自治县"}

// neighbours tells of a day off that only the neighbour has, so that the calendar of a place is there to be looked at. The
// agencies of the demo do not lie in it: their terms stay those of the whole country.
func (b *builder) neighbours() {
	b.on(b.today, func() error {
		if err := b.desk.SaveRegion(b.ctx, b.by("xitong"), neighbour); err != nil {
			return err
		}
		off, _ := workday.National().Add(b.today.AddDays(14), 1)
		return b.desk.LoadHolidays(b.ctx, b.by("xitong"), []workday.Row{{On: off, Off: true, Name: "示例节（演示虚构）", Notice: "天祝藏族自治县人民政府放假决定（演示虚构）", Region: string(neighbour.Code)}})
	})
}
