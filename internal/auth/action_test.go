package auth_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"gongkai/agency"
	"gongkai/fault"
	"gongkai/internal/auth"
)

// tree has an office over two bureaus, and a stranger.
func tree(t testing.TB) *agency.Tree {
	t.Helper()
	tr, problems := agency.NewTree([]agency.Agency{
		{ID: "office", Code: "office", Name: "区政府办", Competent: true},
		{ID: "bureau", Code: "bureau", Name: "科技局", Superior: "office"},
		{ID: "sister", Code: "sister", Name: "司法局", Superior: "office"},
		{ID: "stranger", Code: "stranger", Name: "外县某局"},
	})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return tr
}

func actor(tr *agency.Tree, home agency.ID, roles ...agency.Role) auth.Actor {
	return auth.Actor{Staff: "st_1", Name: "甲", Agency: home, Roles: agency.RolesOf(roles...), Tree: tr}
}

func TestWhoMayDoWhat(t *testing.T) {
	tr := tree(t)
	for _, tt := range []struct {
		name   string
		by     auth.Actor
		action auth.Action
		target agency.ID
		want   string // part of the refusal; empty for allowed
	}{
		{"经办人登记本局申请", actor(tr, "bureau", agency.RoleOfficer), auth.RegisterCase, "bureau", ""},
		{"经办人登记别局申请", actor(tr, "bureau", agency.RoleOfficer), auth.RegisterCase, "sister", "不能对其他机关“登记申请”"},
		{"信息员不能登记", actor(tr, "bureau", agency.RoleLiaison), auth.RegisterCase, "bureau", "经办人"},
		{"主管部门看下级申请", actor(tr, "office", agency.RoleCompetent), auth.ViewCase, "bureau", ""},
		{"主管部门不替下级办理", actor(tr, "office", agency.RoleCompetent), auth.HandleCase, "bureau", "不能对下级机关"},
		{"主管部门不看别县", actor(tr, "office", agency.RoleCompetent), auth.ViewCase, "stranger", "不能对其他机关"},
		{"主管部门不对自己责令整改", actor(tr, "office", agency.RoleCompetent), auth.OrderMending, "office", "不能对本机关"},
		{"下级不看上级", actor(tr, "bureau", agency.RoleOfficer), auth.ViewCase, "office", "不能对其他机关"},
		{"延期只有工作机构负责人批准", actor(tr, "bureau", agency.RoleOfficer, agency.RoleSigner), auth.ExtendCase, "bureau", "公开工作机构负责人"},
		{"系统管理员不看申请", actor(tr, "bureau", agency.RoleSystem), auth.ViewCase, "bureau", "没有"},
		{"安全管理员管下级账号", actor(tr, "office", agency.RoleSecurity), auth.AlterStaff, "bureau", ""},
		{"系统管理员不管账号", actor(tr, "office", agency.RoleSystem), auth.AlterStaff, "office", "安全管理员"},
		{"安全管理员不看台账", actor(tr, "office", agency.RoleSecurity), auth.SearchLedger, "office", "审计管理员"},
		{"没有登录", auth.Actor{Agency: "bureau", Roles: 1<<10 - 1}, auth.ViewCase, "bureau", "请先登录"},
		{"没有角色", actor(tr, "bureau"), auth.ViewCase, "bureau", "没有"},
		{"没有目标", actor(tr, "bureau", agency.RoleOfficer), auth.ViewCase, "", "哪个机关"},
		{"没有机关的人对没有机关的事", actor(tr, "", agency.RoleOfficer), auth.ViewCase, "", "哪个机关"},
		{"没有机关树时只有本机关", actor(nil, "office", agency.RoleCompetent), auth.ViewCase, "bureau", "不能对其他机关"},
		{"未定义的操作", actor(tr, "bureau", agency.RoleOfficer), "case.steal", "bureau", "未定义"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			err := auth.Can(tt.by, tt.action, tt.target)
			if (err == nil) != (tt.want == "") || err != nil && !strings.Contains(fault.Message(err), tt.want) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
}

func TestNothingBeforeThePasswordIsChanged(t *testing.T) {
	by := actor(tree(t), "bureau", agency.RoleOfficer)
	for _, w := range []auth.Waiting{auth.SecondFactor, auth.NewPassword, auth.NewFactor} {
		by.Waiting = w
		for _, p := range auth.Permissions {
			if err := auth.Can(by, p.Action, "bureau"); (err == nil) != (p.Action == auth.UseAccount) {
				t.Errorf("waiting %d, %s: %v", w, p.Label, err)
			}
		}
	}
}

// What the table may never say, whoever edits it.
func TestTheTableKeepsTheSeparations(t *testing.T) {
	seen, labels := map[auth.Action]bool{}, map[string]bool{}
	for _, p := range auth.Permissions {
		if seen[p.Action] || labels[p.Label] || p.Label == "" || !strings.Contains(string(p.Action), ".") {
			t.Errorf("row %s %q is double or unnamed", p.Action, p.Label)
		}
		seen[p.Action], labels[p.Label] = true, true
		if p.Roles == [3]agency.Roles{} {
			t.Errorf("nobody may %s", p.Label)
		}
		noun, verb, _ := strings.Cut(string(p.Action), ".")
		all := p.Roles[auth.Own] | p.Roles[auth.Below] | p.Roles[auth.Other]
		switch noun {
		case "case", "record", "remedy", "complaint", "personal", "catalog", "report", "statistics", "board":
			if all.Any(agency.Administrators) {
				t.Errorf("%s: administrators must see no business data", p.Label)
			}
		case "ledger":
			if all != agency.RolesOf(agency.RoleAudit) {
				t.Errorf("%s: the ledger belongs to the audit administrators alone", p.Label)
			}
		case "staff", "access", "session":
			if verb != "view" && all != agency.RolesOf(agency.RoleSecurity) {
				t.Errorf("%s: accounts belong to the security administrators alone", p.Label)
			}
		}
		if below := p.Roles[auth.Below] &^ agency.Administrators &^ agency.RolesOf(agency.RoleCompetent); below != 0 && p.Action != auth.ViewDirectory {
			t.Errorf("%s: %s act upon agencies below", p.Label, below)
		}
		if p.Roles[auth.Other] != 0 && p.Action != auth.ViewDirectory {
			t.Errorf("%s: others' agencies are open", p.Label)
		}
	}
}

func answer(w http.ResponseWriter, r *http.Request) error {
	w.WriteHeader(http.StatusNoContent)
	return nil
}

var routes = []auth.Route{
	{Method: "GET", Pattern: "/workbench/login", Public: true, Handler: answer},
	{Method: "POST", Pattern: "/workbench/account/password", Action: auth.UseAccount, Early: true, Handler: answer},
	{Method: "GET", Pattern: "/workbench/cases", Action: auth.ViewCase, Handler: answer},
	{Method: "GET", Pattern: "/workbench/agencies/{agency}/cases", Action: auth.ViewCase, Handler: answer},
	{Method: "POST", Pattern: "/workbench/agencies/{agency}/staff", Action: auth.AlterStaff, Handler: answer},
	{Method: "POST", Pattern: "/workbench/agencies/{agency}/mending", Action: auth.OrderMending, Handler: answer},
	{Method: "GET", Pattern: "/workbench/directory/{agency}", Action: auth.ViewDirectory, Handler: answer},
}

// call serves one request as the actor and returns the status.
func call(by func(*http.Request) (auth.Actor, error), method, address string) int {
	mux := auth.NewMux(routes, auth.Guard{
		Actor: by,
		Agency: func(_ *http.Request, address string) (agency.ID, error) {
			if address == "nowhere" {
				return "", fault.New(fault.NotFound, "没有这个机关")
			}
			return agency.ID(address), nil
		},
		Fail: func(w http.ResponseWriter, _ *http.Request, err error) {
			switch {
			case errors.Is(err, auth.ErrSignedOut):
				w.WriteHeader(http.StatusUnauthorized)
			case fault.KindOf(err) == fault.NotFound:
				w.WriteHeader(http.StatusNotFound)
			case fault.KindOf(err) == fault.Forbidden:
				w.WriteHeader(http.StatusForbidden)
			default:
				w.WriteHeader(http.StatusInternalServerError)
			}
		},
	})
	w := httptest.NewRecorder()
	mux.ServeHTTP(w, httptest.NewRequest(method, address, nil))
	return w.Code
}

// Every route × role × own, below and other agency is called, and answers as the table says.
func TestMatrix(t *testing.T) {
	tr := tree(t)
	targets := map[auth.Relation]string{auth.Own: "office", auth.Below: "bureau", auth.Other: "stranger"}
	cells := auth.Matrix(routes)
	if want := len(agency.Duties) * (3 + 4*3); len(cells) != want {
		t.Fatalf("%d cells, want %d", len(cells), want)
	}
	allowed := 0
	for _, c := range cells {
		by := actor(tr, "office", c.Role)
		code := call(func(*http.Request) (auth.Actor, error) { return by, nil }, c.Method, strings.ReplaceAll(c.Pattern, "{agency}", targets[c.Relation]))
		want := http.StatusForbidden
		if c.Allowed {
			want = http.StatusNoContent
			allowed++
		}
		if code != want {
			t.Errorf("%s: answers %d", c, code)
		}
	}
	if allowed == 0 || allowed == len(cells) {
		t.Errorf("%d of %d cells allowed", allowed, len(cells))
	}
}

func TestCallersThatAreNotReady(t *testing.T) {
	waiting := actor(tree(t), "office", agency.RoleOfficer)
	waiting.Waiting = auth.NewPassword
	for _, tt := range []struct {
		name, method, address string
		by                    auth.Actor
		err                   error
		want                  int
	}{
		{"未登录看登录页", "GET", "/workbench/login", auth.Actor{}, auth.SignedOut(), 204},
		{"未登录看申请", "GET", "/workbench/cases", auth.Actor{}, auth.SignedOut(), 401},
		{"空的身份", "GET", "/workbench/cases", auth.Actor{}, nil, 401},
		{"须先改密码", "GET", "/workbench/cases", waiting, nil, 403},
		{"改密码", "POST", "/workbench/account/password", waiting, nil, 204},
		{"会话读不出", "GET", "/workbench/cases", auth.Actor{}, errors.New("disk"), 500},
		{"不存在的机关", "GET", "/workbench/agencies/nowhere/cases", actor(nil, "office", agency.RoleOfficer), nil, 404},
		{"未登记的方法", "DELETE", "/workbench/cases", actor(nil, "office", agency.RoleOfficer), nil, 405},
	} {
		if got := call(func(*http.Request) (auth.Actor, error) { return tt.by, tt.err }, tt.method, tt.address); got != tt.want {
			t.Errorf("%s: %d, want %d", tt.name, got, tt.want)
		}
	}
}

func TestARouteWithoutARuleDoesNotStart(t *testing.T) {
	for _, tt := range []struct {
		name  string
		route auth.Route
	}{
		{"没有规则", auth.Route{Method: "GET", Pattern: "/x", Handler: answer}},
		{"规则不在表中", auth.Route{Method: "GET", Pattern: "/x", Action: "case.steal", Handler: answer}},
		{"又公开又有规则", auth.Route{Method: "GET", Pattern: "/x", Action: auth.ViewCase, Public: true, Handler: answer}},
		{"没有处理函数", auth.Route{Method: "GET", Pattern: "/x", Public: true}},
		{"没有方法", auth.Route{Pattern: "/x", Public: true, Handler: answer}},
		{"业务可以不改密码就用", auth.Route{Method: "GET", Pattern: "/x", Action: auth.ViewCase, Early: true, Handler: answer}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("started")
				}
			}()
			auth.NewMux([]auth.Route{tt.route}, auth.Guard{})
		})
	}
}

func TestTheLedgerNamesTheRoleThatAllowed(t *testing.T) {
	tr := tree(t)
	by := actor(tr, "office", agency.RoleOfficer, agency.RoleCompetent)
	if got := by.Ledger(auth.ViewCase, "bureau").Role; got != agency.RoleCompetent.Code() {
		t.Errorf("role %q", got)
	}
	if got := by.Ledger(auth.ViewCase, "office").Role; got != agency.RoleOfficer.Code() {
		t.Errorf("role %q", got)
	}
}
