package cases

import (
	"gongkai/application"
	"gongkai/internal/casework"
	"gongkai/internal/web/workbench"
)

// methodFor proposes how to deliver: by e-mail where the applicant chose that and the system can send it.
func (p pages) methodFor(v casework.View) application.Method {
	if v.Application.Wanted.Route == "email" && v.Applicant.Email != "" && p.Desk.Mailing != nil {
		return application.ByEmail
	}
	return application.ByPost
}

// mailHint says beside the choice where an answer by e-mail goes, or why it cannot be sent.
func (p pages) mailHint(c *workbench.Call) (string, error) {
	if p.Desk.Mailing == nil {
		return "没有设置发信的邮件服务器，现在不能选", nil
	}
	v, err := p.look(c)
	if err != nil {
		return "", err
	}
	if v.Applicant.Email == "" {
		return "申请人没有留电子邮箱，不能选", nil
	}
	return "发到申请人的邮箱 " + v.Applicant.Email + "。答复书自动附上，提供的信息在下面上传", nil
}
