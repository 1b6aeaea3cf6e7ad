package demo

import (
	"crypto/rand"
	"encoding/base32"
	"strings"

	"gongkai/agency"
	"gongkai/civil"
	"gongkai/internal/administering"
	"gongkai/internal/auth"

	"github.com/pquerna/otp/totp"
)

// opening is the day on which the platform of the demo was set up.
var opening = civil.MustParse("2020-12-01")

// The agencies of the demo. Only the first three have the names of real bodies; what they do here is made up.
var (
	government = agency.Agency{Code: "qzf", USCC: "11620602MB0123456B", Name: "武威市凉州区人民政府", ShortName: "区政府", Level: agency.County, Kind: agency.Government, Region: "620602"}
	office     = agency.Agency{Code: "zfb", USCC: "116206020139320000", Name: "武威市凉州区人民政府办公室", ShortName: "区政府办", Level: agency.County, Kind: agency.Department, Region: "620602", Competent: true}
	science    = agency.Agency{Code: "kjj", USCC: "11620602013932130J", Name: "武威市凉州区科学技术局", ShortName: "区科技局", Level: agency.County, Kind: agency.Department, Region: "620602"}
	lively     = agency.Agency{Code: "szj", USCC: "116206020139320100", Name: "武威市凉州区市政服务局（演示虚构）", ShortName: "区市政局（演示）", Level: agency.County, Kind: agency.Department, Region: "620602"}
	quiet      = agency.Agency{Code: "wlj", USCC: "116206020139320200", Name: "武威市凉州区文旅推广局（演示虚构）", ShortName: "区文旅局（演示）", Level: agency.County, Kind: agency.Department, Region: "620602"}
)

// county opens the deployment: administrators, agencies, people.
func (b *builder) county() error {
	first, password, err := b.desk.CreateFirstAdministrator(b.ctx, administering.First{Agency: withCode(office), Login: "anquan", Name: "安全管理员"})
	if err != nil {
		return err
	}
	b.places[office.Code] = first.Agency
	if err := b.enter(first.Staff, "anquan", "安全管理员", office.ShortName, agency.RolesOf(agency.RoleSecurity), password); err != nil {
		return err
	}
	for _, p := range []struct {
		login, name string
		role        agency.Role
	}{{"xitong", "系统管理员", agency.RoleSystem}, {"shenji", "审计管理员", agency.RoleAudit}, {"zhuguan", "主管科员", agency.RoleCompetent}} {
		if err := b.person(office.Code, office.ShortName, p.login, p.name, agency.RolesOf(p.role)); err != nil {
			return err
		}
	}
	if err := b.person(office.Code, office.ShortName, office.Code+"-fuze", "周负责", agency.RolesOf(agency.RoleOffice)); err != nil {
		return err
	}
	if err := b.guide(office, b.places[office.Code]); err != nil { // its orders say where to ask
		return err
	}
	own := agency.DefaultSettings(opening)
	own.Numbers.Word = "凉政办公开"
	if err := b.desk.AlterSettings(b.ctx, b.by("xitong"), b.places[office.Code], own); err != nil {
		return err
	}
	for _, place := range []agency.Region{{Code: "620000", Name: "甘肃省"}, {Code: "620600", Name: "武威市"}, {Code: "620602", Name: "凉州区"}} {
		if err := b.desk.SaveRegion(b.ctx, b.by("xitong"), place); err != nil {
			return err
		}
	}
	for _, a := range []agency.Agency{government, science, lively, quiet} {
		if err := b.bureau(a); err != nil {
			return err
		}
	}
	return nil
}

// bureau opens an agency under the 主管部门, with its people, its settings, its guide and its catalogue.
func (b *builder) bureau(a agency.Agency) error {
	a = withCode(a)
	a.Superior = b.places[office.Code]
	if a.Kind != agency.Government {
		a.Parent = b.places[government.Code]
	}
	id, err := b.desk.CreateAgency(b.ctx, b.by("xitong"), a)
	if err != nil {
		return err
	}
	if b.places[a.Code] = id; a.Kind == agency.Government {
		return nil
	}
	settings := agency.DefaultSettings(opening)
	settings.Remedies.Organs, settings.Remedies.Court = []string{government.Name}, "武威市凉州区人民法院"
	settings.Numbers.Word = map[string]string{"kjj": "凉科公复", "szj": "凉市政公复", "wlj": "凉文旅公复"}[a.Code]
	if err := b.desk.AlterSettings(b.ctx, b.by("xitong"), id, settings); err != nil {
		return err
	}
	for _, name := range []string{"办公室", "业务一股", "业务二股"} {
		if _, err := b.desk.SaveSection(b.ctx, b.by("xitong"), agency.Section{Agency: id, Name: name, Office: name == "办公室"}); err != nil {
			return err
		}
	}
	for _, p := range []struct {
		suffix, name string
		roles        agency.Roles
	}{
		{"jingban", "王经办", agency.RolesOf(agency.RoleLiaison, agency.RoleOfficer)},
		{"shenhe", "李审核", agency.RolesOf(agency.RoleVerifier)},
		{"baomi", "赵保密", agency.RolesOf(agency.RoleSecrecy)},
		{"qianfa", "钱签发", agency.RolesOf(agency.RoleSigner)},
		{"fuze", "孙负责", agency.RolesOf(agency.RoleOffice)},
	} {
		if err := b.person(a.Code, a.ShortName, a.Code+"-"+p.suffix, p.name, p.roles); err != nil {
			return err
		}
	}
	if err := b.guide(a, id); err != nil {
		return err
	}
	return b.press.StartCatalog(b.ctx, b.by(a.Code+"-fuze"), id)
}

func (b *builder) guide(a agency.Agency, id agency.ID) error {
	_, err := b.desk.SaveGuide(b.ctx, b.by(a.Code+"-fuze"), agency.Guide{
		Agency: id, OfficeName: strings.TrimSuffix(a.Name, "办公室") + "办公室", Address: "甘肃省武威市凉州区（演示地址）", Postcode: "733000", Hours: "工作日8:30—12:00，14:30—18:00",
		Phone: "0935-0000000", Fax: "无", Internet: "demo@example.invalid", SupervisionPhone: "0935-0000001",
		Channels: []agency.Channel{
			{Kind: agency.ChannelInPerson, Open: true, How: "工作日到办公室当面提交"},
			{Kind: agency.ChannelMail, Open: true, How: "邮寄至上述地址，请在信封上注明“政府信息公开申请”"},
			{Kind: agency.ChannelOnline, Open: true, How: "通过本平台“依申请公开”在线提交，经双方确认后计算期限"},
			{Kind: agency.ChannelFax, Reason: "本机关没有传真机"},
			{Kind: agency.ChannelEmail, Reason: "请使用在线申请"},
		},
	})
	return err
}

// person opens an account and takes it through its first log-in.
func (b *builder) person(code, short, login, name string, roles agency.Roles) error {
	id, password, err := b.desk.CreateAccount(b.ctx, b.by("anquan"), administering.Person{Agency: b.places[code], Login: login, Name: name, Roles: roles})
	if err != nil {
		return err
	}
	return b.enter(id, login, name, short, roles, password)
}

// sectionPerson opens an account for the 信息员 of a section.
func (b *builder) sectionPerson(a agency.Agency, suffix, name string, section agency.SectionID) error {
	login := a.Code + "-" + suffix
	id, password, err := b.desk.CreateAccount(b.ctx, b.by("anquan"), administering.Person{Agency: b.places[a.Code], Section: section, Login: login, Name: name, Roles: agency.RolesOf(agency.RoleLiaison)})
	if err != nil {
		return err
	}
	return b.enter(id, login, name, a.ShortName, agency.RolesOf(agency.RoleLiaison), password)
}

// enter is the first log-in of a person: a new password, and a second factor for administrators.
func (b *builder) enter(id auth.StaffID, login, name, short string, roles agency.Roles, password string) error {
	entry := Login{Agency: short, Roles: roles.String(), Name: name, Login: login, Password: newPassword()}
	who, err := b.desk.Who(b.ctx, auth.LogIn{Staff: id}, "127.0.0.1")
	if err != nil {
		return err
	}
	if err := b.desk.ChangePassword(b.ctx, who, password, entry.Password); err != nil {
		return err
	}
	b.staff[login] = id
	if roles.Any(agency.Administrators) {
		if entry.Secret, err = b.factor(id); err != nil {
			return err
		}
	}
	b.logins = append(b.logins, entry)
	return nil
}

// factor enrols a second factor as a telephone would.
func (b *builder) factor(id auth.StaffID) (secret string, err error) {
	who, err := b.desk.Who(b.ctx, auth.LogIn{Staff: id}, "127.0.0.1")
	if err != nil {
		return "", err
	}
	enrolment, err := b.desk.BeginFactor(b.ctx, who)
	if err != nil {
		return "", err
	}
	code, err := totp.GenerateCode(enrolment.Secret, b.parts.Clock.Now())
	if err != nil {
		return "", err
	}
	_, err = b.desk.ConfirmFactor(b.ctx, who, code)
	return enrolment.Secret, err
}

// newPassword makes a password that can be typed from a terminal.
func newPassword() string {
	raw := make([]byte, 10)
	rand.Read(raw) // never fails
	text := strings.ToLower(base32.StdEncoding.EncodeToString(raw))
	return "Demo-" + text[:4] + "-" + text[4:8] + "-" + text[8:12] + "7"
}

// withCode gives an invented agency a 统一社会信用代码 whose check characters are right.
func withCode(a agency.Agency) agency.Agency {
	if _, err := agency.ParseUSCC(string(a.USCC)); err == nil {
		return a
	}
	a.USCC = agency.USCC(checked(string(a.USCC)[:8], string(a.USCC)[8:16]))
	return a
}
