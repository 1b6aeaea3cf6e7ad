package app_test

import (
	"path/filepath"
	"strings"
	"testing"

	"gongkai/fault"
	"gongkai/internal/app"
	"gongkai/internal/app/apptest"
	"gongkai/internal/config"
)

// Everything that anybody of the demo is led to answers on PostgreSQL as well: PostgreSQL is stricter with types and groups.
func TestEveryLinkLeadsToAPageOnPostgres(t *testing.T) {
	c := crawl(t, apptest.OnPostgres(t))
	if len(c.reached) < 150 {
		t.Errorf("only %d routes were reached", len(c.reached))
	}
}

// A key file that cannot be made says where, and what to do.
func TestAKeyFileNeedsItsFolder(t *testing.T) {
	file := filepath.Join(t.TempDir(), "无", "keys.json")
	c, err := config.Load(config.Sources{Env: []string{"GONGKAI_DATA=" + filepath.Join(t.TempDir(), "data"), "GONGKAI_KEY_FILE=" + file}})
	if err != nil {
		t.Fatal(err)
	}
	_, err = app.Open(t.Context(), c, silent)
	if got := fault.Message(err); !strings.Contains(got, "密钥文件 "+file+" 无法建立：请先建立它所在的目录") {
		t.Errorf("%v: %s", err, got)
	}
}
