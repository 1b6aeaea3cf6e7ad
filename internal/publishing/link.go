package publishing

import (
	"gongkai/agency"
	"gongkai/disclosure"
	"gongkai/fault"
	"gongkai/internal/database"
	"gongkai/internal/query"
	"gongkai/internal/store"
)

// linkProblems says what is wrong with the links of a record: they lead somewhere else that is there, and nobody amends,
// ends or prolongs documents but those of their own agency and of agencies that it oversees.
// 法源: 《条例》第三条。
func linkProblems(r database.Reader, d disclosure.Record) (problems []fault.Problem, err error) {
	if len(d.Links) == 0 {
		return nil, nil
	}
	var ids []disclosure.ID
	for _, l := range d.Links {
		ids = append(ids, l.To)
	}
	targets, err := query.Targets(r, ids)
	if err != nil {
		return nil, err
	}
	all, err := store.Agencies(r)
	if err != nil {
		return nil, err
	}
	tree, _ := agency.NewTree(all) // what is wrong with the tree is no matter of a link
	wrong := func(message string) { problems = append(problems, fault.Problem{Field: "links", Message: message}) }
	for _, l := range d.Links {
		target, there := targets[l.To]
		switch {
		case !there:
			wrong("关联的文件已经不存在")
		case l.To == d.ID:
			wrong("不能关联自己")
		case l.Relation.Alters() && target.Of != string(d.Agency) && (tree == nil || !tree.Oversees(d.Agency, agency.ID(target.Of))):
			wrong("“" + target.Title + "”是" + target.Agency + "的文件：只能修改、废止本机关和下级机关的文件")
		}
	}
	return problems, nil
}
