package fault_test

import (
	"errors"
	"strings"
	"testing"

	"gongkai/fault"
	"gongkai/law"
)

func TestOfKeepsEveryProblemAndTheCitation(t *testing.T) {
	err := fault.Of([]fault.Problem{
		{Field: "name", Message: "请填写姓名"},
		{Field: "until", Message: "补正通知只能发一次", Cite: law.OGI.Art(30)},
	})
	if fault.KindOf(err) != fault.Unlawful || len(fault.Problems(err)) != 2 {
		t.Errorf("got kind %v, problems %v", fault.KindOf(err), fault.Problems(err))
	}
	if fault.Of(nil) != nil {
		t.Error("no problems must be no error")
	}
}

func TestWrapKeepsKindAndMessageAndAddsTheTrail(t *testing.T) {
	err := error(fault.New(fault.Conflict, "文号已被占用"))
	fault.Wrap(&err, "store.Letter(%s)", "L14")
	fault.Wrap(&err, "casework.Issue")
	if fault.KindOf(err) != fault.Conflict || fault.Message(err) != "文号已被占用" {
		t.Errorf("%v %q", fault.KindOf(err), fault.Message(err))
	}
	if !strings.HasPrefix(err.Error(), "casework.Issue: store.Letter(L14): ") {
		t.Error(err)
	}
}

func TestForeignErrorsAreInternalAndHidden(t *testing.T) {
	cause := errors.New("disk I/O error at sector 7")
	err := cause
	fault.Wrap(&err, "store.Open")
	if fault.KindOf(err) != fault.Internal || !errors.Is(err, cause) {
		t.Error(err)
	}
	if strings.Contains(fault.Message(err), "sector") || !strings.Contains(err.Error(), "sector") {
		t.Error("the cause is for operators only")
	}
}
