package docgen

import (
	"testing"
	"testing/synctest"
	"time"
)

// While documents are made the fonts are read once; a while after the last one they are let go.
func TestFontsAreLentAndTakenBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		lend := LendFonts("")
		take := func() *Fonts {
			f, err := lend()
			if err != nil {
				t.Fatal(err)
			}
			return f
		}
		first := take()
		time.Sleep(keptFonts - time.Second)
		if take() != first {
			t.Error("the fonts were read again while they were in use")
		}
		time.Sleep(keptFonts - time.Second)
		if take() != first {
			t.Error("the second document did not keep the fonts")
		}
		time.Sleep(keptFonts + time.Second)
		synctest.Wait()
		if take() == first {
			t.Error("the fonts stayed in memory though nobody used them")
		}
		time.Sleep(keptFonts + time.Second) // the last timer ends within the test
	})
}
