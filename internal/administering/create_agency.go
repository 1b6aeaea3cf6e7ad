package administering

import (
	"context"

	"gongkai/agency"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/database"
	"gongkai/internal/store"
)

// CreateAgency adds an agency under a 主管部门 that the actor administers; its id is given by the program. An agency
// without one is added only by an administrator whose own agency has none either.
// 法源: 《条例》第三条。
func (d *Desk) CreateAgency(ctx context.Context, by auth.Actor, a agency.Agency) (_ agency.ID, err error) {
	defer fault.Wrap(&err, "administering.CreateAgency")
	target := a.Superior
	if target == "" {
		if home, ok := by.Tree.Find(by.Agency); !ok || home.Superior != "" {
			return "", fault.New(fault.Forbidden, "请选择主管部门；没有主管部门的机关由最上级机关的系统管理员新增")
		}
		target = by.Agency
	}
	err = d.act(ctx, by, auth.CreateAgency, target, func(tx *database.Tx) error {
		a.ID = agency.ID(tx.NewID("ag"))
		if err := insertAgency(tx, a); err != nil {
			return err
		}
		record(tx, a.ID, "create_agency", "agency", string(a.ID), nil, a)
		return nil
	})
	return a.ID, taken(err, "code", "统一社会信用代码或者网址代码已被使用")
}

// insertAgency checks the agency alone and among the others.
func insertAgency(tx *database.Tx, a agency.Agency) error {
	if err := checkAgency(tx, a); err != nil {
		return err
	}
	return store.InsertAgency(tx, a)
}

func checkAgency(r database.Reader, a agency.Agency) error {
	problems := a.Check()
	all, err := store.Agencies(r)
	if err != nil {
		return err
	}
	others := all[:0]
	for _, other := range all {
		if other.ID != a.ID {
			others = append(others, other)
		}
	}
	_, treeProblems := agency.NewTree(append(others, a))
	return fault.Of(append(problems, treeProblems...))
}
