package remedy

// A Bucket is a column of table four.
type Bucket string

// The buckets.
const (
	Upheld      Bucket = "结果维持"
	Corrected   Bucket = "结果纠正"
	OtherResult Bucket = "其他结果"
	Pending     Bucket = "尚未审结"
)

// Buckets lists those in which an ended proceeding may be counted.
var Buckets = []Bucket{Upheld, Corrected, OtherResult}

// A Result is how an instance ended, in the words of its document.
type Result string

// The results of an appeal, which say something only beside the result of the first instance.
const (
	AppealDismissed Result = "驳回上诉，维持原判"
	AppealChanged   Result = "撤销原判，依法改判"
	AppealRemanded  Result = "撤销原判，发回重审"
	AppealWithdrawn Result = "撤回上诉"
)

// Results maps the usual results to the buckets. The mapping is ours where the form is silent; a clerk may choose
// another bucket with a reason.
// 法源: 《行政复议法》第六十八条、《行政复议法》第六十九条、《行政复议法》第六十四条、《行政复议法》第六十六条、30号文。
var Results = []struct {
	Result Result
	Bucket Bucket
	Way    []Way // on which it occurs
}{
	{"维持", Upheld, recon}, {"驳回行政复议请求", Upheld, recon}, {"驳回诉讼请求", Upheld, suits},
	{"撤销", Corrected, both}, {"变更", Corrected, both}, {"确认违法", Corrected, both}, {"确认无效", Corrected, both}, {"责令履行", Corrected, recon}, {"判决履行", Corrected, suits},
	{"不予受理", OtherResult, recon}, {"驳回行政复议申请", OtherResult, recon}, {"终止", OtherResult, recon}, {"调解", OtherResult, both},
	{"不予立案", OtherResult, suits}, {"驳回起诉", OtherResult, suits}, {"撤回", OtherResult, both}, {"终结", OtherResult, suits},
}

// Appeals lists the results of an appeal.
var Appeals = []Result{AppealDismissed, AppealChanged, AppealRemanded, AppealWithdrawn}

var (
	recon = []Way{Reconsideration}
	suits = []Way{LitigationDirect, LitigationAfter}
	both  = []Way{Reconsideration, LitigationDirect, LitigationAfter}
)

// BucketOf returns the bucket of a usual result of a 复议 or a first instance, false for words that are not on the list.
func BucketOf(r Result) (Bucket, bool) {
	for _, row := range Results {
		if row.Result == r {
			return row.Bucket, true
		}
	}
	return "", false
}

// AppealBucketOf returns the bucket of the result of an appeal against a first instance that counted in the bucket:
// what is left standing counts as it did, what is changed counts the other way round. A remand leaves the suit open.
// 法源: 《行政诉讼法》第八十八条、30号文。
func AppealBucketOf(r Result, first Bucket) (Bucket, bool) {
	switch r {
	case AppealDismissed, AppealWithdrawn:
		return first, true
	case AppealRemanded:
		return Pending, true
	case AppealChanged:
		switch first {
		case Upheld:
			return Corrected, true
		case Corrected:
			return Upheld, true
		}
	}
	return BucketOf(r)
}

// ResultsOf lists the usual results of a stage on the way.
func ResultsOf(w Way, stage Stage) []Result {
	if stage.Appeal() {
		return Appeals
	}
	var list []Result
	for _, row := range Results {
		for _, way := range row.Way {
			if way == w {
				list = append(list, row.Result)
			}
		}
	}
	return list
}
