package applicant_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"gongkai/applicant"
	"gongkai/civil"
)

var today = civil.MustParse("2026-11-23")

// The example that GB 11643 itself prints, and invented ones whose check digit was computed by hand.
const standardExample = "11010519491231002X"

func citizen() applicant.Applicant {
	return applicant.Applicant{Category: applicant.Natural, Name: "张三", Identity: applicant.Identity{Kind: applicant.ResidentCard, Number: standardExample}, Phone: "13800138000"}
}

func TestColumnsOfTableThree(t *testing.T) {
	var labels []string
	for i, c := range applicant.Categories {
		labels = append(labels, c.Label)
		if c.Category.Column() != i || c.Category.Organisation() != (i > 0) {
			t.Errorf("%s: column %d", c.Label, c.Category.Column())
		}
	}
	if diff := cmp.Diff([]string{"自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"}, labels); diff != "" {
		t.Error(diff)
	}
	if applicant.Category("x").Column() != -1 {
		t.Error("unknown category has a column")
	}
}

func TestCheckApplicant(t *testing.T) {
	firm := applicant.Applicant{
		Category: applicant.Business, Name: "某某公司", Representative: "李四", Contact: "王五", Address: "凉州区某路1号",
		Identity: applicant.Identity{Kind: applicant.OrganisationID, Number: "11620602013932130J"},
	}
	for _, tt := range []struct {
		name string
		make func() applicant.Applicant
		want []string
	}{
		{"公民", citizen, nil},
		{"企业", func() applicant.Applicant { return firm }, nil},
		{"空表", func() applicant.Applicant { return applicant.Applicant{} }, []string{"category", "name", "identity", "phone"}},
		{"企业用身份证", func() applicant.Applicant { a := firm; a.Identity = citizen().Identity; return a }, []string{"identity"}},
		{"公民用信用代码", func() applicant.Applicant { a := citizen(); a.Identity = firm.Identity; return a }, []string{"identity"}},
		{"企业没有联系人和负责人", func() applicant.Applicant { a := firm; a.Contact, a.Representative = "", ""; return a }, []string{"representative", "contact"}},
		{"姓名里夹带换行", func() applicant.Applicant { a := citizen(); a.Name = "张三\r\nBcc: x"; return a }, []string{"name"}},
		{"姓名里夹带反向书写控制符", func() applicant.Applicant { a := citizen(); a.Name = "张\u202e三"; return a }, []string{"name"}},
		{"少数民族姓名", func() applicant.Applicant { a := citizen(); a.Name = "阿卜杜拉·买买提"; return a }, nil},
		{"电话带字母", func() applicant.Applicant { a := citizen(); a.Phone = "call-me"; return a }, []string{"phone"}},
		{"座机带分机", func() applicant.Applicant { a := citizen(); a.Phone = "0935-2212345转8001"; return a }, nil},
		{"邮箱没有域", func() applicant.Applicant { a := citizen(); a.Email = "a@b"; return a }, []string{"email"}},
		{"邮箱夹带第二个收件人", func() applicant.Applicant { a := citizen(); a.Email = "a@b.cn,c@d.cn"; return a }, []string{"email"}},
		{"邮政编码", func() applicant.Applicant { a := citizen(); a.Postcode = "73300"; return a }, []string{"postcode"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, p := range tt.make().Check(today) {
				got = append(got, p.Field)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestIdentityNumbers(t *testing.T) {
	for _, tt := range []struct {
		name, number string
		kind         applicant.IdentityKind
		message      string
	}{
		{"标准的例子", standardExample, applicant.ResidentCard, ""},
		{"小写x", "11010519491231002x", applicant.ResidentCard, ""},
		{"全角并带空格", "１１０１０５ １９４９１２３１ ００２Ｘ", applicant.ResidentCard, ""},
		{"校验位", "110105194912310021", applicant.ResidentCard, "校验位"},
		{"十五位", "110105491231002", applicant.ResidentCard, "停用"},
		{"二月三十日", "110105194902300020", applicant.ResidentCard, "出生日期"},
		{"未来出生", "110105202712310020", applicant.ResidentCard, "出生日期"},
		{"长度", "1101051949123100", applicant.ResidentCard, "18位"},
		{"X不在末位", "1101051949123100X2", applicant.ResidentCard, "18位"},
		{"地区", "010105194912310020", applicant.ResidentCard, "地区"},
		{"护照", "E12345678", applicant.Passport, ""},
		{"护照带符号", "E1234';--", applicant.Passport, "护照"},
		{"回乡证", "H12345678", applicant.HomeReturn, ""},
		{"回乡证开头", "A12345678", applicant.HomeReturn, "H或者M"},
		{"台胞证", "12345678", applicant.TaiwanPermit, ""},
		{"旧式永居证", "FRA310058010101", applicant.ForeignerCard, ""},
		{"其他证明", "户口簿第3页", applicant.OtherDocument, ""},
		{"没有号码", " ", applicant.OtherDocument, "请填写"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := citizen()
			a.Identity = applicant.Identity{Kind: tt.kind, Number: tt.number}
			problems := a.Check(today)
			if (len(problems) == 0) != (tt.message == "") || len(problems) > 0 && !strings.Contains(problems[0].Message, tt.message) {
				t.Errorf("got %v, want %q", problems, tt.message)
			}
			for _, p := range problems {
				if len(strings.TrimSpace(tt.number)) > 4 && strings.Contains(p.Message, tt.number) {
					t.Error("the message repeats the number")
				}
			}
		})
	}
}

// number writes a citizen's number for a birth and an order, with the check digit by the formula of the standard
// written out independently: (12 - Σ a·w mod 11) mod 11 with the printed weights.
func number(body string) string {
	weights := [17]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}
	sum := 0
	for i, w := range weights {
		sum += int(body[i]-'0') * w
	}
	return body + "10X98765432"[sum%11:sum%11+1]
}

func ok(n string) bool {
	a := citizen()
	a.Identity.Number = n
	return len(a.Check(today)) == 0
}

// GB 11643 detects every single wrong digit and every exchange of neighbours.
func TestEverySingleErrorInANumberIsFound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		born := civil.MustParse("1930-01-01").AddDays(rapid.IntRange(0, 34000).Draw(t, "born"))
		body := fmt.Sprintf("620602%s%03d", strings.ReplaceAll(born.String(), "-", ""), rapid.IntRange(0, 999).Draw(t, "order"))
		n := number(body)
		if !ok(n) {
			t.Fatalf("%s refused", n)
		}
		at := rapid.IntRange(0, 16).Draw(t, "at")
		b := []byte(n)
		b[at] = '0' + (b[at]-'0'+byte(rapid.IntRange(1, 9).Draw(t, "plus")))%10
		if ok(string(b)) {
			t.Errorf("%s accepted for %s", b, n)
		}
		b = []byte(n)
		if b[at] != b[at+1] {
			b[at], b[at+1] = b[at+1], b[at]
			if ok(string(b)) {
				t.Errorf("%s accepted for %s", b, n)
			}
		}
	})
}

func TestParticularsDoNotPrint(t *testing.T) {
	a := citizen()
	printed := fmt.Sprintf("%v %+v %#v %s %v %#v", a, a, a, a, a.Identity, a.Identity)
	for _, secret := range []string{a.Name, a.Identity.Number, a.Phone} {
		if strings.Contains(printed, secret) {
			t.Errorf("%q printed in %s", secret, printed)
		}
	}
}

func FuzzApplicant(f *testing.F) {
	f.Add("张三", standardExample, "13800138000", "a@b.cn")
	f.Fuzz(func(t *testing.T, name, number, phone, email string) {
		for _, k := range applicant.IdentityKinds {
			a := applicant.Applicant{Category: applicant.Natural, Name: name, Phone: phone, Email: email, Identity: applicant.Identity{Kind: k.Kind, Number: number}}
			if len(a.Check(today)) > 0 {
				continue
			}
			if strings.ContainsAny(a.Name+a.Email+a.Phone, "\r\n\x00") {
				t.Errorf("control characters pass in %q %q %q", name, phone, email)
			}
			if again := (applicant.Identity{Kind: k.Kind, Number: a.Identity.Normal()}); again.Normal() != a.Identity.Normal() {
				t.Error("Normal is not stable")
			}
		}
	})
}
