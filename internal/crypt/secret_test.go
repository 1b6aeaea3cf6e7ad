package crypt

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestMask(t *testing.T) {
	for _, test := range []struct {
		kind        Kind
		plain, want string
	}{
		{Name, "张三", "张*"},
		{Name, "欧阳建国", "欧阳**"},
		{Name, "李明国", "李**"},
		{Name, "迪", "*"},
		{Name, "阿依古丽·买买提", "阿****"},
		{IDNumber, "11010519491231002X", "110105********002X"},
		{IDNumber, "110105491231002", "110105*****1002"},
		{IDNumber, "G12345678", "****"},
		{USCC, "91350100M000100Y43", "913501********0Y43"},
		{Phone, "13800001234", "138****1234"},
		{Phone, "+86 138-0000-1234", "138****1234"},
		{Phone, "0935-2212345", "*********345"},
		{Phone, "110", "****"},
		{Email, "wangwu@example.cn", "w***@example.cn"},
		{Email, "w@example.cn", "****"},
		{Email, "not an address", "****"},
		{Address, "甘肃省武威市凉州区东大街8号", "甘肃省武威市凉州区****"},
		{Address, "内蒙古自治区阿拉善盟额济纳旗达来呼布镇", "内蒙古自治区阿拉善盟额济纳旗****"},
		{Address, "武威市东小区3号楼", "武威市****"},
		{Address, "东大街8号凉州区", "****"},
		{Other, "E12345678", "****"},
		{Name, "  ", ""},
	} {
		if got := Mask(test.kind, test.plain); got != test.want {
			t.Errorf("Mask(%s, %q) = %q, want %q", test.kind, test.plain, got, test.want)
		}
	}
}

type row struct {
	ID    string
	Phone Secret
	inner Secret
}

// Whatever a careless line of code does with a value, the plain text must not come out.
func TestSecretsDoNotLeak(t *testing.T) {
	const plain = "13800001234"
	secret := NewSecret(Phone, plain)
	value := row{"ap_1", secret, secret}
	var out bytes.Buffer
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%t", "%10.3s", "%p", "%T"} {
		for _, arg := range []any{secret, &secret, value, &value, []Secret{secret}, map[string]Secret{"a": secret}, [1]row{value}} {
			fmt.Fprintf(&out, verb+"\n", arg)
		}
	}
	fmt.Fprintln(&out, secret, value, fmt.Errorf("phone %v", secret))
	for _, handler := range []slog.Handler{
		slog.NewTextHandler(&out, nil),
		slog.NewJSONHandler(&out, nil),
	} {
		slog.New(handler).Info("saved", "phone", secret, "row", value, "rows", []row{value})
	}
	for _, encode := range []func(any) ([]byte, error){json.Marshal, xml.Marshal} {
		text, err := encode(value)
		if err != nil {
			t.Fatal(err)
		}
		out.Write(text)
	}
	leaks := []string{plain, fmt.Sprintf("%x", plain), fmt.Sprintf("%X", plain), "00001", fmt.Sprint([]byte(plain))}
	for _, leak := range leaks {
		if strings.Contains(out.String(), leak) {
			t.Errorf("%q leaked:\n%s", leak, out.String())
		}
	}
	if !strings.Contains(out.String(), "138****1234") {
		t.Error("the masked form is missing")
	}
	if _, err := secret.Value(); err == nil {
		t.Error("the database driver must refuse a Secret")
	}
	if secret.Reveal() != plain || !secret.Equal(NewSecret(Phone, plain)) || secret.Equal(NewSecret(Phone, "1")) {
		t.Error("Reveal or Equal is wrong")
	}
	if zero := (Secret{}); zero.String() != "" || !zero.IsZero() || value.inner.IsZero() {
		t.Error("the zero Secret is empty")
	}
}

func TestMaskHidesAtLeastFourCharactersOfEveryNumber(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		kind := rapid.SampledFrom([]Kind{IDNumber, USCC, Phone}).Draw(t, "kind")
		plain := rapid.StringMatching(`[0-9A-Z]{1,20}`).Draw(t, "plain")
		if got := Mask(kind, plain); strings.Count(got, "*") < 4 {
			t.Fatalf("Mask(%s, %q) = %q", kind, plain, got)
		}
	})
}
