package catalog_test

import (
	"testing"

	"gongkai/catalog"
)

func TestThemesAreTheTwentyTwoClassesOfTheStateCouncil(t *testing.T) {
	if len(catalog.Themes) != 22 {
		t.Errorf("%d top classes, want 22", len(catalog.Themes))
	}
	for path, want := range map[catalog.ThemePath]bool{
		`综合政务\政务公开`: true, `国防`: true, `其他`: true, `财政、金融、审计\货币（含外汇）`: true,
		`综合政务\财政`: false, `政务公开`: false, ``: false, `综合政务\`: false,
	} {
		if path.Known() != want {
			t.Errorf("%q known: %v", path, path.Known())
		}
	}
}
