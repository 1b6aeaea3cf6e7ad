package portal_test

import (
	"net/http"
	"strings"
	"testing"

	"gongkai/disclosure"
	"gongkai/internal/web/webtest"
)

func TestTheAddressOfAPageIsPassedOnAsAPicture(t *testing.T) {
	s := newSite(t)
	_, index := s.publish(t, "kjj", disclosure.Record{Kind: disclosure.Plain, Title: "通告", Body: "<p>文。</p>"}, "")
	page := s.get(t, "/records/"+index)
	m := webtest.Select(t, page.body)
	m.Attr("details.share img", "src", base+"/records/"+index+".svg")
	picture := s.get(t, "/records/"+index+".svg")
	if picture.status != http.StatusOK || picture.header.Get("Content-Type") != "image/svg+xml" || !strings.HasPrefix(picture.body, "<svg ") || strings.Contains(picture.body, "<script") {
		t.Errorf("%d %s %.200s", picture.status, picture.header.Get("Content-Type"), picture.body)
	}
	if none := s.get(t, "/records/"+index+"9.svg"); none.status != http.StatusNotFound {
		t.Errorf("a picture of a page that is not there: %d", none.status)
	}
}
