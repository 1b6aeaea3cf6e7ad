package deadline_test

import (
	"fmt"
	"strings"

	"gongkai/deadline"
	"gongkai/workday"
)

// An application handed in on the day before 国庆节, about which a third party was asked.
func ExampleCompute() {
	in, err := deadline.Read(strings.NewReader(`{"channel": "in_person", "arrived_on": "2026-09-30", "today": "2026-10-20", "events": [
		{"on": "2026-10-12", "type": "third_party_consulted", "received_on": "2026-10-13"},
		{"on": "2026-10-16", "type": "third_party_answered"}]}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	out := deadline.Compute(workday.National(), in)
	fmt.Println(out.DueOn.Chinese(), *out.WorkdaysLeft)
	for _, sentence := range out.Sentences() {
		fmt.Println(sentence)
	}
	// Output:
	// 2026年11月9日 14
	// 2026年9月30日当面提交申请，提交之日为收到申请之日，当日不计入期限（《条例》第三十一条第一项）。
	// 2026年10月1日至2026年10月12日计4个工作日（答复期限20个工作日，累计4个）：10月1日至10月7日国庆节放假，不计入；10月10日国庆节调休上班，计入；周末1天，不计入（《条例》第三十三条第二款）。
	// 2026年10月13日至2026年10月16日征求第三方意见（2026年10月12日发出，2026年10月16日收到意见），所需时间不计算在期限内，扣除4个工作日（《条例》第三十三条第三款）。
	// 2026年10月17日至2026年11月9日计16个工作日（答复期限20个工作日，累计20个）：周末8天，不计入（《条例》第三十三条第二款）。
}
