package administering

import (
	"context"

	"gongkai/agency"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/database"
	"gongkai/internal/store"
)

// AlterAgency changes the description of an agency. What an agency is in law and who stands over it (code, level, kind,
// parent, 主管部门) is changed only by an administrator of its 主管部门, so that no agency withdraws from its sight.
// 法源: 《条例》第三条、《条例》第四十七条。
func (d *Desk) AlterAgency(ctx context.Context, by auth.Actor, a agency.Agency) (err error) {
	defer fault.Wrap(&err, "administering.AlterAgency(%s)", a.ID)
	return d.act(ctx, by, auth.AlterAgency, a.ID, func(tx *database.Tx) error {
		before, err := store.Agency(tx, a.ID)
		if err != nil {
			return err
		}
		if a.Code != before.Code {
			return fault.New(fault.Invalid, "网址代码启用后不能改变，已公布的网址要长期有效")
		}
		if standing(before) != standing(a) {
			if err := mayPlace(by, before, a); err != nil {
				return err
			}
		}
		if err := checkAgency(tx, a); err != nil {
			return err
		}
		if err := store.UpdateAgency(tx, a); err != nil {
			return err
		}
		record(tx, a.ID, "alter_agency", "agency", string(a.ID), before, a)
		return nil
	})
}

// standing returns a with what its own administrator may change left out.
func standing(a agency.Agency) agency.Agency {
	a.Name, a.ShortName, a.Region = "", "", ""
	return a
}

// mayPlace asks for both the 主管部门 that the agency has and the one it shall have.
func mayPlace(by auth.Actor, before, after agency.Agency) error {
	for _, superior := range []agency.ID{before.Superior, after.Superior} {
		if superior == "" {
			continue
		}
		if err := auth.Can(by, auth.CreateAgency, superior); err != nil {
			return fault.New(fault.Forbidden, "机关的代码、层级、类别和上级由其主管部门的系统管理员修改")
		}
	}
	return nil
}
