package admin

import (
	"strings"

	"gongkai/agency"
	"gongkai/application"
	"gongkai/complaint"
	"gongkai/ledger"
	"gongkai/remedy"
)

// verbs are what the ledger says was done, in the words of officers. A verb that is not here is shown as it stands.
var verbs = []struct{ verb, label string }{
	{"log_in", "登录"}, {"log_in_failed", "登录失败"}, {"log_in_by_sso", "统一身份认证登录"}, {"log_in_by_sso_failed", "统一身份认证登录失败"},
	{"give_code", "输入动态验证码"}, {"give_code_failed", "动态验证码错误"}, {"log_out", "退出登录"}, {"revoke_session", "强制退出登录"},
	{"change_password", "修改密码"}, {"change_password_failed", "修改密码失败"}, {"begin_factor", "开始设置动态验证码"}, {"confirm_factor", "启用动态验证码"},
	{"set_up", "建立平台"}, {"create_first_administrator", "建立首个管理员"}, {"reset_administrator", "重置管理员"},
	{"create_account", "新增账号"}, {"alter_account", "修改账号"}, {"stop_account", "停用账号"}, {"restore_account", "恢复账号"}, {"unlock_account", "解除锁定"},
	{"reset_password", "重置密码"}, {"reset_factor", "重置动态验证码"}, {"tie_subject", "绑定统一身份认证"}, {"reseal_staff", "更换账号密钥"},
	{"create_agency", "新增机关"}, {"alter_agency", "修改机关"}, {"save_section", "保存股室"}, {"save_region", "保存行政区划"}, {"save_guide", "保存公开指南"},
	{"alter_settings", "修改设置"}, {"alter_access", "修改登录安全"}, {"start_catalog", "建立目录"}, {"save_column", "保存栏目"}, {"alter_rhythm", "修改栏目更新的天数"},
	{"save_draft", "保存信息"}, {"sign_off", "审查"}, {"publish", "发布信息"}, {"withdraw", "撤下信息"},
	{"receive", "登记申请"}, {"confirm", "确认收到"}, {"save_decision", "拟定答复"}, {"unmask", "查看完整个人信息"}, {"read_complaint_paper", "查看投诉材料"},
	{"save_report", "编写年报"}, {"hand_in_report", "年报送审"}, {"report_submitted", "报送年报"}, {"report_returned", "退回年报"}, {"report_accepted", "同意年报"},
	{"report_imported", "读入年报"}, {"report_reminded", "催报年报"}, {"export_reports", "导出年报汇编"},
	{"alter_indicators", "修改评价指标"}, {"assign_months", "指定月度填报人"}, {"fill_month", "填报月度数据"}, {"mark_duty", "登记履职事项"},
	{"ask_for_reports", "按网址读入年报"}, {"complain", "收到投诉举报"}, {"order_mending", "责令整改"}, {"remind", "催办"},
	{"schedule", "安排定时发布"}, {"unschedule", "取消定时发布"}, {"schedule_failed", "定时发布未成"}, {"add_picture", "上传图片"}, {"take_in", "收进文件"},
	{"import", "导入信息"}, {"hold_import", "暂留导入的信息"}, {"import_columns", "导入栏目"},
	{"create_channel", "新建接入渠道"}, {"revoke_channel", "停用接入渠道"},
	{"save_word", "保存用语"}, {"drop_word", "删除用语"}, {"import_words", "导入用语"}, {"waive_finding", "确认检查提示无妨"},
	{"save_letter", "起草文书"}, {"issue_letter", "制发文书"}, {"print_letter", "打印文书"}, {"print_receipt", "打印回执"}, {"mail_answer", "电子邮件答复"},
	{"set_letter_look", "修改文书版式"}, {"set_letter_text", "修改文书用语"}, {"set_signing_key", "设置文书签名"},
	{"open_consultation", "查看征求意见"}, {"renew_link", "更换征求意见链接"},
	{"store_archive", "保存归档包"}, {"take_archive", "取走归档包"},
	{"load_holidays", "载入放假安排"}, {"remove_holidays", "撤回放假安排"}, {"create_log_key", "建立公开日志密钥"}, {"mend_log", "补登公开日志"}, {"reseal", "改用新密钥加密"}, {"restore", "从备份恢复"},
	{"retry_job", "重试任务"}, {"discard_job", "放弃任务"}, {"export_ledger", "导出台账"}, {"verify_ledger", "校验台账"},
	{"bin_files", "无人引用的文件移入回收区"}, {"remove_files", "清除无人引用的文件"}, {"restore_files", "从回收区取回文件"},
}

// kinds are what the ledger says was acted upon.
var kinds = []struct{ kind, label string }{
	{"account", "账号"}, {"agency", "机关"}, {"section", "股室"}, {"region", "行政区划"}, {"guide", "公开指南"}, {"settings", "设置"},
	{"application", "申请"}, {"record", "信息"}, {"column", "栏目"}, {"report", "年度报告"}, {"job", "后台任务"}, {"ledger", "台账"}, {"site", "平台"}, {"files", "文件"},
	{"complaint", "投诉举报"}, {"mending_order", "整改通知"}, {"proceeding", "复议诉讼"}, {"monthly_entry", "月度数据"}, {"duty", "履职事项"}, {"indicator_set", "评价指标"},
	{"channel", "接入渠道"}, {"word", "用语"}, {"picture", "图片"}, {"holiday", "放假安排"}, {"log", "公开日志"}, {"log_key", "公开日志密钥"}, {"keys", "密钥"}, {"backup", "备份"},
}

func verbLabel(verb string) string {
	for _, row := range verbs {
		if row.verb == verb {
			return row.label
		}
	}
	return or(factLabel(verb), verb)
}

// factLabel names what was entered as a fact: those of an application stand under their kind alone, others under what
// they belong to and their kind.
func factLabel(verb string) string {
	of, kind, _ := strings.Cut(verb, "_")
	switch {
	case of == "remedy" && remedy.Kind(kind).Label() != kind:
		return "复议诉讼：" + remedy.Kind(kind).Label()
	case of == "complaint" && complaint.FactKind(kind).Label() != kind:
		return "投诉举报：" + complaint.FactKind(kind).Label()
	case of == "order" && complaint.OrderFactKind(kind).Label() != kind:
		return "整改通知：" + complaint.OrderFactKind(kind).Label()
	}
	return application.Kind(verb).Label()
}

// VerbLabel names a deed of the ledger.
func VerbLabel(verb string) string { return verbLabel(verb) }

// KindLabel names what a deed of the ledger was done to.
func KindLabel(kind string) string { return kindLabel(kind) }

func kindLabel(kind string) string {
	for _, row := range kinds {
		if row.kind == kind {
			return row.label
		}
	}
	return kind
}

// chainLabel names whose affairs a chain holds.
func chainLabel(tree *agency.Tree, chain string) string {
	if chain == ledger.SiteChain {
		return "全站"
	}
	a, ok := tree.Find(agency.ID(chain))
	if !ok {
		return chain
	}
	return or(a.ShortName, a.Name)
}

// roleLabel names the role that allowed an act.
func roleLabel(code string) string {
	if code == "machine" {
		return "系统"
	}
	r, err := agency.ParseRole(code)
	if err != nil {
		return code
	}
	return r.String()
}

// values are what the text of an entry calls its parts, by kind of thing; those of settings are the knobs.
var values = map[string]map[string]string{
	"account": {"login": "登录名", "name": "姓名", "section": "股室", "roles": "角色", "disabled": "停用", "phone": "手机", "email": "邮箱"},
	"agency": {"ID": "编号", "USCC": "统一社会信用代码", "Code": "网址代码", "Name": "全称", "ShortName": "简称", "Level": "层级", "Kind": "类别", "Region": "行政区划",
		"Parent": "所属机关", "Superior": "主管部门", "Competent": "是主管部门", "Closed": "已撤并", "columns": "栏目数"},
	"section":     {"ID": "编号", "Agency": "机关", "Name": "名称", "Office": "公开工作机构", "Closed": "停用"},
	"region":      {"Code": "代码", "Name": "名称"},
	"record":      {"digest": "内容校验值", "title": "标题", "index": "索引号"},
	"application": {"number": "申请编号", "channel": "渠道", "arrived_on": "收到日期", "confirmed_on": "确认日期", "due_on": "到期日", "stage": "阶段", "outcome": "处理结果", "digest": "内容校验值", "reason": "原因"},
}

// valueLabel names one part of the text of an entry in the words of officers, where there are any.
func valueLabel(kind, name string) string {
	if label := values[kind][name]; label != "" {
		return label
	}
	if kind != "settings" {
		return name
	}
	field, index, _ := strings.Cut(name, "[")
	for _, g := range append(knobGroups(), accessKnobs) {
		for _, k := range g.knobs {
			if k.name == field || field == "fee.collected" && k.name == "fee" {
				return strings.TrimSpace(k.label + " " + strings.TrimSuffix(index, "]"))
			}
		}
	}
	return name
}
