package crypt

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestNormaliseMakesWaysOfWritingEqual(t *testing.T) {
	for _, test := range []struct {
		kind Kind
		want string
		ways []string
	}{
		{IDNumber, "11010519491231002X", []string{"11010519491231002x", "１１０１０５１９４９１２３１００２Ｘ", " 110105 19491231 002X\u200b"}},
		{USCC, "91350100M000100Y43", []string{"91350100m000100y43", "91350100-M000100Y-43"}},
		{Phone, "13800001111", []string{"138 0000 1111", "138-0000-1111", "+86 13800001111", "008613800001111", "8613800001111", "１３８００００１１１１", "＋86-13800001111"}},
		{Phone, "09352212345", []string{"0935-2212345", "（0935）2212345", "+86 935 2212345"}},
		{Phone, "09352212345#8", []string{"0935-2212345转8", "0935-2212345 转 8", "0935-2212345#8"}},
		{Email, "wang@example.cn", []string{"Wang@Example.CN", " wang@example.cn ", "ｗａｎｇ＠example.cn"}},
		{Name, "阿依古丽·买买提", []string{"阿依古丽•买买提", "阿依古丽・买买提", "阿依古丽 · 买买提"}},
		{Address, "甘肃省武威市凉州区东大街8号A-2室", []string{"甘肃省 武威市 凉州区，东大街８号Ａ—２室", "甘肃省武威市凉州区东大街8号a-2室"}},
	} {
		for _, way := range append(test.ways, test.want) {
			if got := Normalise(test.kind, way); got != test.want {
				t.Errorf("Normalise(%s, %q) = %q, want %q", test.kind, way, got, test.want)
			}
		}
	}
}

var kinds = []Kind{Name, IDNumber, USCC, Phone, Email, Address, Other}

func TestDigestsAreEqualExactlyWhenNormalisedValuesAre(t *testing.T) {
	ring := open(t, newFile(t), GM)
	value := rapid.OneOf(rapid.StringMatching(`[0-9０-９xXＸ +-]{0,4}`), rapid.String(), rapid.StringMatching(`[a-bA-BＡ @.]{0,3}`))
	rapid.Check(t, func(t *rapid.T) {
		kind := rapid.SampledFrom(kinds).Draw(t, "kind")
		a, b := value.Draw(t, "a"), value.Draw(t, "b")
		da, errA := ring.Digest(kind, a)
		db, errB := ring.Digest(kind, b)
		if errA != nil || errB != nil {
			t.Fatal(errA, errB)
		}
		if (da == db) != (Normalise(kind, a) == Normalise(kind, b)) {
			t.Fatalf("%q and %q: digests %s, %s", a, b, da, db)
		}
		if (da == "") != (Normalise(kind, a) == "") {
			t.Fatalf("%q has digest %q", a, da)
		}
	})
}

func TestDigestsDifferByKindKeyAndHideTheValue(t *testing.T) {
	one, other := open(t, newFile(t), Std), open(t, newFile(t), Std)
	a, _ := one.Digest(IDNumber, "110105194912310021")
	b, _ := one.Digest(Phone, "110105194912310021")
	c, _ := other.Digest(IDNumber, "110105194912310021")
	if a == b || strings.TrimPrefix(string(a), "std-"+one.Active().String()) == strings.TrimPrefix(string(c), "std-"+other.Active().String()) {
		t.Errorf("%s %s %s", a, b, c)
	}
}

func TestARotationStillFindsOldDigests(t *testing.T) {
	path := newFile(t)
	old, _ := open(t, path, Std).Digest(Phone, "13800001111")
	if _, err := AddKey(path, noon.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	ring := open(t, path, GM)
	fresh, _ := ring.Digest(Phone, "13800001111")
	all, err := ring.Digests(Phone, "+86 138 0000 1111")
	if err != nil || len(all) != 4 || all[0] != fresh || !slices.Contains(all, old) {
		t.Errorf("%v does not hold %s and first %s (%v)", all, old, fresh, err)
	}
	if none, err := ring.Digests(Phone, " "); err != nil || none != nil {
		t.Errorf("no value is found by %v, %v", none, err)
	}
}

func FuzzNormalise(f *testing.F) {
	for _, kind := range kinds {
		f.Add(string(kind), "＋８６ 138—0000 转 1 ·ａ@B.cn，")
	}
	f.Fuzz(func(t *testing.T, kind, value string) {
		got := Normalise(Kind(kind), value)
		if strings.TrimSpace(got) != got {
			t.Errorf("Normalise(%q, %q) = %q", kind, value, got)
		}
		Mask(Kind(kind), value)
	})
}
