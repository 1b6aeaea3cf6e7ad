package agency_test

import (
	"testing"

	"gongkai/agency"
)

func TestWhichRolesMayBeCombined(t *testing.T) {
	of := agency.RolesOf
	for _, tt := range []struct {
		name  string
		roles agency.Roles
		ok    bool
	}{
		{"小局一人：信息员、经办人、工作机构负责人", of(agency.RoleLiaison, agency.RoleOfficer, agency.RoleOffice), true},
		{"审核人兼保密审查", of(agency.RoleVerifier, agency.RoleSecrecy), true},
		{"签发人兼工作机构负责人", of(agency.RoleSigner, agency.RoleOffice), true},
		{"审核人兼签发人", of(agency.RoleVerifier, agency.RoleSigner), false},
		{"保密审查员兼签发人", of(agency.RoleSecrecy, agency.RoleSigner), false},
		{"只是系统管理员", of(agency.RoleSystem), true},
		{"系统兼安全", of(agency.RoleSystem, agency.RoleSecurity), false},
		{"系统兼审计", of(agency.RoleSystem, agency.RoleAudit), false},
		{"安全兼审计", of(agency.RoleSecurity, agency.RoleAudit), false},
		{"系统管理员兼经办人", of(agency.RoleSystem, agency.RoleOfficer), false},
		{"审计管理员兼主管部门", of(agency.RoleAudit, agency.RoleCompetent), false},
		{"没有角色", 0, false},
	} {
		if problems := agency.CheckRoles(tt.roles); (len(problems) == 0) != tt.ok {
			t.Errorf("%s: %v", tt.name, problems)
		}
	}
}

// No pair of an administrator and anything else is ever lawful, whatever else is held.
func TestAdministratorsStandAlone(t *testing.T) {
	for set := agency.Roles(1); set < 1<<len(agency.Duties); set++ {
		administrator := set.Any(agency.Administrators)
		if administrator && set.Len() > 1 && len(agency.CheckRoles(set)) == 0 {
			t.Errorf("%s allowed", set)
		}
		back, err := agency.ParseRoles(set.Encode())
		if err != nil || back != set {
			t.Errorf("%q reads back as %v, %v", set.Encode(), back, err)
		}
	}
	for i, d := range agency.Duties {
		if int(d.Role) != i || d.Cite.Check() != nil {
			t.Errorf("duty %d is of role %d, cites %v", i, d.Role, d.Cite.Check())
		}
	}
}

func TestSupervisorsOnlyInTheCompetentDepartment(t *testing.T) {
	tr := tree(t)
	for id, want := range map[agency.ID]int{"office": 0, "science": 1} {
		a, _ := tr.Find(id)
		if got := agency.CheckRolesIn(a, agency.RolesOf(agency.RoleCompetent)); len(got) != want {
			t.Errorf("%s: %v", id, got)
		}
	}
}
