package supervision_test

import (
	"html"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"gongkai/internal/app/apptest"
)

var (
	statOf   = regexp.MustCompile(`(?s)<li class="stat[^"]*">.*?</li>`)
	labelOf  = regexp.MustCompile(`(?s)<p class="stat-label">\s*(?:<a[^>]*>)?([^<]+)`)
	valueOf  = regexp.MustCompile(`(?s)<p class="stat-value">([0-9]+)<`)
	hrefOf   = regexp.MustCompile(`href="([^"]+)"`)
	cellOf   = regexp.MustCompile(`(?s)<td[^>]*data-label="([^"]+)"[^>]*>(.*?)</td>`)
	numberOf = regexp.MustCompile(`^\s*<a[^>]*href="([^"]+)"[^>]*>([0-9]+)</a>\s*$`)
	rowOf    = regexp.MustCompile(`(?s)<tbody>(.*?)</tbody>`)
	nextOf   = regexp.MustCompile(`<a[^>]*href="([^"]+)"[^>]*rel="next"|<a[^>]*rel="next"[^>]*href="([^"]+)"`)
)

// rowsBehind counts the rows of the first table of the page and of those that follow it.
func rowsBehind(t *testing.T, client *http.Client, host, path string) (n int, first string) {
	t.Helper()
	for range 20 {
		status, text := page(t, client, host+html.UnescapeString(path))
		if status != http.StatusOK {
			t.Fatalf("%s: %d", path, status)
		}
		if first == "" {
			first = text
		}
		if body := rowOf.FindString(text); body != "" && !strings.Contains(body, `class="empty`) {
			n += strings.Count(body, "<tr")
		}
		next := nextOf.FindStringSubmatch(text)
		if next == nil {
			return n, first
		}
		path = next[1] + next[2]
	}
	t.Fatalf("%s never ends", path)
	return 0, ""
}

// Every number at the top of the board and in its table opens to a list that has as many entries, for every agency of the
// demonstration; a number without a list behind it is zero.
func TestEveryNumberOfTheBoardOpensToWhatItCounts(t *testing.T) {
	site := apptest.Demo(t)
	client, host := site.Client(t, "zhuguan"), strings.TrimSuffix(site.URL, "/xxgk")
	_, board := page(t, client, site.URL+"/workbench/board")
	opened := 0
	for _, stat := range statOf.FindAllString(board, -1) {
		label, value, href := labelOf.FindStringSubmatch(stat), valueOf.FindStringSubmatch(stat), hrefOf.FindStringSubmatch(stat)
		if label == nil || value == nil {
			t.Fatalf("a figure that cannot be read: %s", stat)
		}
		want, _ := strconv.Atoi(value[1])
		switch {
		case href == nil && want > 0:
			t.Errorf("%s: %d opens to nothing", label[1], want)
		case href != nil && strings.Contains(href[1], "#"):
			if id := href[1][strings.Index(href[1], "#")+1:]; !strings.Contains(board, `id="`+id+`"`) {
				t.Errorf("%s: no %s on the page", label[1], id)
			}
		case href != nil:
			if got, _ := rowsBehind(t, client, host, href[1]); got != want {
				t.Errorf("%s: %d, and %d behind it (%s)", label[1], want, got, href[1])
			}
			opened++
		}
	}
	if opened < 3 {
		t.Errorf("only %d figures open", opened)
	}
	opened = 0
	for _, cell := range cellOf.FindAllStringSubmatch(board, -1) {
		number := numberOf.FindStringSubmatch(cell[2])
		if number == nil || cell[1] == "得分" {
			if text := strings.TrimSpace(cell[2]); regexp.MustCompile(`^[1-9][0-9]*$`).MatchString(text) {
				t.Errorf("%s: %s opens to nothing", cell[1], text)
			}
			continue
		}
		want, _ := strconv.Atoi(number[2])
		if got, _ := rowsBehind(t, client, host, number[1]); got != want {
			t.Errorf("%s: %d, and %d behind it (%s)", cell[1], want, got, number[1])
		}
		opened++
	}
	if opened < 10 {
		t.Errorf("only %d numbers of the table open", opened)
	}
}
