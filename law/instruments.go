package law

// Instruments is the index. Of the 《条例》 every article is listed; of the others those that gongkai cites.
var Instruments = []Instrument{
	{ID: OGI, Title: "《中华人民共和国政府信息公开条例》", Short: "《条例》", Number: "国务院令第711号", From: day("2019-05-15"), Articles: ogi2019},
	{ID: OGI2007, Title: "《中华人民共和国政府信息公开条例》（2007年）", Short: "《条例（2007）》", Number: "国务院令第492号", From: day("2008-05-01"), Until: day("2019-05-14"), Articles: map[int]Article{
		10: plain(1, "县级以上政府重点公开的内容"), 20: plain(1, "申请的形式和内容"), 21: plain(1, "答复的种类"), 24: plain(1, "答复期限和延长"),
		23: plain(1, "征求第三方意见"), 27: plain(1, "检索、复制、邮寄等成本费用"), 31: plain(1, "每年3月31日前公布年度报告"), 32: plain(1, "年度报告的内容"),
	}},
	{ID: Fees, Title: "《政府信息公开信息处理费管理办法》", Short: "109号文", Number: "国办函〔2020〕109号", From: day("2021-01-01"), Articles: map[int]Article{
		2: plain(1, "信息处理费的含义"), 3: plain(1, "按件或按量，不得并用"), 4: plain(1, "按件计收的标准"), 5: plain(1, "按量计收的标准"), 6: plain(1, "收费通知、缴费期限、逾期未缴和重新起算"), 7: plain(1, "收费决定不单独复议、诉讼"), 8: plain(1, "缴入国库"),
	}},
	{ID: Recon, Title: "《中华人民共和国行政复议法》", Short: "《行政复议法》", Number: "主席令第9号", From: day("2024-01-01"), Articles: map[int]Article{
		11: listed("复议范围", 15), 13: plain(2, "附带审查规范性文件"), 20: plain(3, "六十日申请期限"), 22: plain(4, "申请的形式，通过互联网渠道送达的同时提供互联网申请渠道"), 23: listed("复议前置的情形和告知义务", 5, 0),
		24: plain(5, "县级以上地方政府管辖"), 25: plain(1, "国务院部门管辖"), 26: plain(1, "对省部级行政行为的复议"), 27: plain(1, "垂直领导机关和税务、国家安全机关"), 28: plain(1, "司法行政部门"),
		34: plain(1, "前置案件的起诉期限十五日"), 48: plain(1, "七日内发送申请书副本，十日内提出书面答复"), 53: listed("适用简易程序的案件", 4, 0), 54: plain(2, "简易程序的五日答复"), 56: plain(1, "附带审查的处理"), 62: plain(2, "审理期限"),
		63: plain(2, "变更决定"), 64: listed("撤销决定，并可以责令在一定期限内重新作出", 4, 0), 65: plain(2, "确认违法"), 66: plain(1, "责令履行"), 67: plain(1, "确认无效"), 68: plain(1, "维持决定"), 69: plain(1, "驳回请求"), 70: plain(1, "不提出答复、证据的后果"), 73: plain(2, "调解书"), 74: plain(2, "和解"), 75: plain(2, "复议决定书一经送达即发生法律效力"), 76: plain(1, "复议意见书六十日反馈"), 77: plain(2, "被申请人应当履行"), 88: plain(2, "期间计算，三日、五日、七日、十日指工作日"),
	}},
	{ID: Recon2009, Title: "《中华人民共和国行政复议法》（2017年修正）", Short: "《行政复议法（2017）》", From: day("1999-10-01"), Until: day("2023-12-31"), Articles: map[int]Article{
		9: plain(2, "六十日申请期限"), 12: plain(2, "本级政府或者上一级主管部门"), 13: plain(2, "上一级政府"), 23: plain(2, "七日内发送申请书副本，十日内提出书面答复"), 28: listed("复议决定的种类，可以责令在一定期限内履行、重新作出", 4, 0), 31: plain(3, "复议决定书一经送达即发生法律效力"),
	}},
	{ID: Litigation, Title: "《中华人民共和国行政诉讼法》", Short: "《行政诉讼法》", From: day("2017-07-01"), Articles: map[int]Article{
		14: plain(1, "基层法院管辖"), 15: listed("中级法院管辖", 4), 18: plain(2, "地域管辖和跨区域管辖"), 26: plain(6, "被告"), 34: plain(2, "被告的举证责任"), 44: plain(2, "先复议再起诉"), 45: plain(1, "不服复议决定的十五日"), 46: plain(2, "直接起诉的六个月"),
		67: plain(2, "十五日提出答辩状和证据"), 70: listed("判决撤销并可以判决重新作出行政行为", 6), 72: plain(1, "判决在一定期限内履行"), 81: plain(1, "一审六个月"), 82: listed("简易程序", 3, 0, 0), 83: plain(1, "简易程序四十五日"), 85: plain(1, "上诉期限"), 88: plain(1, "二审三个月"), 94: plain(1, "当事人必须履行生效的裁判"),
	}},
	{ID: Litigation2, Title: "《最高人民法院关于适用〈中华人民共和国行政诉讼法〉的解释》", Short: "《行诉解释》", Number: "法释〔2018〕1号", From: day("2018-02-08"), Articles: map[int]Article{
		64: plain(2, "未告知起诉期限的，最长一年"), 66: plain(1, "不履行职责的六个月"), 108: plain(3, "上诉状副本的送达和十五日答辩"),
	}},
	{ID: OGICases, Title: "《最高人民法院关于审理政府信息公开行政案件适用法律若干问题的解释》", Short: "法释〔2025〕8号", From: day("2025-06-01"), Articles: map[int]Article{}},
	{ID: Form2019, Title: "《政府信息公开工作年度报告格式（试行）》", Short: "60号文", Number: "国办公开办函〔2019〕60号", From: day("2019-11-01"), Until: day("2021-09-25"), Articles: map[int]Article{}},
	{ID: Form2021, Title: "《中华人民共和国政府信息公开工作年度报告格式》", Short: "30号文", Number: "国办公开办函〔2021〕30号", From: day("2021-09-26"), Articles: map[int]Article{}},
	{ID: Receipt, Title: "《关于政府信息公开期限有关问题的解释》", Short: "207号文", Number: "国办公开办函〔2015〕207号", From: day("2015-01-01"), Articles: map[int]Article{}},
	{ID: Service, Title: "《关于政府信息公开处理决定送达问题的解释》", Short: "235号文", Number: "国办公开办函〔2016〕235号", From: day("2016-01-01"), Articles: map[int]Article{}},
	{ID: Channels, Title: "《关于政府信息公开申请接收渠道问题的解释》", Short: "19号文", Number: "国办公开办函〔2017〕19号", From: day("2017-01-01"), Articles: map[int]Article{}},
	{ID: Platform, Title: "《关于规范政府信息公开平台有关事项的通知》", Short: "61号文", Number: "国办公开办函〔2019〕61号", From: day("2019-11-01"), Articles: map[int]Article{}},
	{ID: Secrets, Title: "《中华人民共和国保守国家秘密法》", Short: "《保密法》", From: day("2024-05-01"), Articles: map[int]Article{
		35: plain(1, "信息公开前的保密审查"), 64: plain(1, "工作秘密"),
	}},
	{ID: SecretsReg, Title: "《中华人民共和国保守国家秘密法实施条例》", Short: "《保密法实施条例》", From: day("2024-09-01"), Articles: map[int]Article{
		5: plain(1, "不得将应当公开的定密，不得公开国家秘密"), 42: plain(1, "先审查、后公开，逐件审查"),
	}},
	{ID: Privacy, Title: "《中华人民共和国个人信息保护法》", Short: "《个人信息保护法》", From: day("2021-11-01"), Articles: map[int]Article{
		13: plain(2, "处理的合法性基础"), 25: plain(1, "公开须单独同意"), 28: plain(2, "敏感个人信息"), 34: plain(1, "国家机关的权限"), 47: plain(2, "主动删除"),
	}},
	{ID: Budget, Title: "《中华人民共和国预算法》", Short: "《预算法》", From: day("2015-01-01"), Articles: map[int]Article{14: plain(4, "预算、决算二十日内公开")}},
	{ID: Penalty, Title: "《中华人民共和国行政处罚法》", Short: "《行政处罚法》", From: day("2021-07-15"), Articles: map[int]Article{
		48: plain(2, "处罚决定的公开和撤回"), 85: plain(1, "二日、三日、五日、七日指工作日"),
	}},
	{ID: Holidays, Title: "《全国年节及纪念日放假办法》", Short: "《放假办法》", From: day("2024-11-10"), Articles: map[int]Article{2: listed("全体公民放假的节日", 7), 4: plain(1, "少数民族的节日由地方规定"), 6: plain(2, "遇周末补假，可以调休")}},
	{ID: AppSecurity, Title: "《互联网政务应用安全管理规定》", Short: "《政务应用安全规定》", From: day("2024-07-01"), Articles: map[int]Article{19: plain(2, "管理后台的访问限制"), 20: plain(1, "日志留存不少于一年"), 21: plain(1, "数据分类和个人信息保护")}},
	{ID: CivilProc, Title: "《中华人民共和国民事诉讼法》", Short: "《民事诉讼法》", From: day("2024-01-01"), Articles: map[int]Article{85: plain(4, "期间的开始、届满、在途时间")}},
	{ID: Online, Title: "《国务院关于在线政务服务的若干规定》", Short: "《在线政务服务规定》", Number: "国务院令第716号", From: day("2019-04-26"), Articles: map[int]Article{9: plain(1, "电子印章的效力"), 12: plain(1, "电子档案")}},
	{ID: Archives, Title: "《中华人民共和国档案法》", Short: "《档案法》", From: day("2021-01-01"), Articles: map[int]Article{37: plain(3, "电子档案的效力")}},
	{ID: Protection, Title: "《信息安全技术 网络安全等级保护基本要求》", Short: "GB/T 22239", Number: "GB/T 22239-2019", From: day("2019-12-01"), Articles: map[int]Article{}},
	{ID: Access, Title: "《中华人民共和国无障碍环境建设法》", Short: "《无障碍法》", From: day("2023-09-01"), Articles: map[int]Article{29: plain(1, "便利残疾人、老年人获取公共信息"), 32: plain(2, "网站和应用的无障碍")}},
}

// ogi2019 lists all 56 articles of the 《条例》 of 2019 with their paragraphs and items.
var ogi2019 = map[int]Article{
	1: plain(1, "目的"), 2: plain(1, "政府信息的定义"), 3: plain(4, "组织领导和主管部门"), 4: listed("政府信息公开工作机构及其职能", 0, 5),
	5: plain(1, "公开为常态、不公开为例外"), 6: plain(2, "及时准确，澄清虚假信息"), 7: plain(1, "逐步增加公开内容"), 8: plain(1, "信息资源管理和平台融合"),
	9: plain(1, "公众监督"), 10: plain(3, "由谁负责公开"), 11: plain(2, "协调和批准"), 12: plain(3, "公开指南和目录"),
	13: plain(2, "公开范围和方式"), 14: plain(1, "国家秘密、法律行政法规禁止、三安全一稳定"), 15: plain(1, "商业秘密、个人隐私"), 16: plain(2, "内部事务、过程性信息、行政执法案卷"),
	17: plain(3, "公开审查机制"), 18: plain(1, "不予公开信息的定期评估"), 19: plain(1, "应当主动公开的一般标准"), 20: listed("主动公开的十五项内容", 15),
	21: plain(1, "市县乡的补充内容"), 22: plain(1, "按照上级部署增加内容"), 23: plain(1, "发布机制和渠道"), 24: plain(1, "统一平台，检索、查阅、下载"),
	25: plain(3, "查阅场所，向档案馆、图书馆提供"), 26: plain(1, "二十个工作日内主动公开"), 27: plain(1, "申请权"), 28: plain(1, "畅通申请渠道"),
	29: listed("申请的形式和内容", 0, 3), 30: plain(1, "补正"), 31: listed("收到申请的时间", 3), 32: plain(1, "征求第三方意见"),
	33: plain(3, "答复期限、延长、征求意见时间不计"), 34: plain(1, "征求共同制作机关意见"), 35: plain(1, "大量反复申请"), 36: listed("答复的种类", 7),
	37: plain(1, "区分处理"), 38: plain(1, "已制作或者获取的信息"), 39: plain(2, "信访投诉举报、公开出版物"), 40: plain(1, "提供的形式"),
	41: plain(1, "更正"), 42: plain(2, "信息处理费"), 43: plain(1, "为困难公民提供帮助"), 44: plain(2, "转为主动公开"),
	45: plain(1, "登记、审核、办理、答复、归档制度"), 46: plain(1, "考核、评议、责任追究"), 47: plain(2, "主管部门的监督，公众的举报"), 48: plain(1, "培训"),
	49: plain(2, "年度报告的期限"), 50: listed("年度报告的内容和统一格式", 5, 0), 51: plain(1, "投诉、复议、诉讼"), 52: plain(1, "未建立制度的责任"),
	53: listed("违反条例的责任", 3), 54: plain(1, "授权组织"), 55: plain(2, "公共企事业单位"), 56: plain(1, "施行日期"),
}
