package config

import (
	"strings"
	"time"
)

// secrecy says how much of a setting may be shown.
type secrecy int

const (
	open       secrecy = iota
	secret             // nothing
	secretPart         // an address that may hold a password or key
)

// A setting is one row of the table of settings.
type setting struct {
	key      string // as in the file: smtp.password
	help     string
	standard string // the default; of a list separated by commas
	secrecy  secrecy
	field    func(c *Config) value
}

// env is the name of the setting in the environment.
func (s setting) env() string {
	return envPrefix + strings.ToUpper(strings.ReplaceAll(s.key, ".", "_"))
}

// settings is the table of all settings, in the order in which they are printed.
var settings = []setting{
	{"listen", "网站监听的地址和端口；由反向代理转发时只监听本机", "127.0.0.1:8080", open,
		func(c *Config) value { return str(&c.Listen, hostPort) }},
	{"data", "数据目录：内置数据库、附件、密钥都在其中", "data", open,
		func(c *Config) value { return str(&c.Data) }},
	{"database", "PostgreSQL 的地址（postgres://…）；留空则使用数据目录中的内置数据库", "", secretPart,
		func(c *Config) value {
			return str(&c.Database, prefixed("数据库地址", "postgres://", "postgresql://"))
		}},
	{"blobs", "附件存放处：目录，或者 s3://…；留空则为数据目录下的 blobs", "", secretPart,
		func(c *Config) value { return str(&c.Blobs) }},
	{"base_path", "网站挂在哪个路径之下，如 /xxgk；留空则占用整个域名", "", open,
		func(c *Config) value { return str(&c.BasePath, basePath) }},
	{"url", "公众访问的完整网址，如 https://www.example.gov.cn/xxgk；邮件、订阅和网站地图中使用", "", open,
		func(c *Config) value { return str(&c.URL, prefixed("网址", "http://", "https://")) }},
	{"demo", "演示模式：载入示例数据，随机密码在启动时显示", "false", open,
		func(c *Config) value { return boolean(&c.Demo) }},
	{"theme", "外观目录，覆盖内置的样式和标识；留空则用内置外观", "", open,
		func(c *Config) value { return str(&c.Theme) }},
	{"fonts", "字体目录，优先于内置字体，用于生成公文", "", open,
		func(c *Config) value { return str(&c.Fonts) }},
	{"calendars", "放假安排文件（CSV：date,kind,name,notice），可有多份，后者优先", "", open,
		func(c *Config) value { return list(&c.Calendars) }},
	{"key_file", "密钥文件，须单独备份；留空则为数据目录下的 keys.json", "", open,
		func(c *Config) value { return str(&c.KeyFile) }},
	{"crypto", "密码套件：std（AES、SHA-256）或者 gm（国密 SM4、SM3）；启用后不能随意更换", "gm", open,
		func(c *Config) value { return str(&c.Suite, oneOf("std", "gm")) }},

	{"proxies", "可信的反向代理地址；只相信它们转来的来访地址", "127.0.0.1,::1", open,
		func(c *Config) value { return networks(&c.Proxies) }},
	{"stop_grace", "停止时，最多等待正在办理的请求多久", "30s", open,
		func(c *Config) value { return duration(&c.Stop, 0, 10*time.Minute) }},

	{"admin.listen", "运维监听地址：监控指标只在这里；留空则不开", "127.0.0.1:9090", open,
		func(c *Config) value { return str(&c.Admin.Listen, hostPort) }},
	{"admin.pprof", "在运维监听地址上提供性能剖析", "false", open,
		func(c *Config) value { return boolean(&c.Admin.Pprof) }},

	{"tls.cert", "证书文件（PEM，含中间证书）；更换文件后自动生效，不必重启", "", open,
		func(c *Config) value { return str(&c.TLS.Cert) }},
	{"tls.key", "证书的私钥文件（PEM）", "", open,
		func(c *Config) value { return str(&c.TLS.Key) }},
	{"tls.domains", "自动申请证书（ACME）的域名；与证书文件只能用一种", "", open,
		func(c *Config) value { return list(&c.TLS.Domains) }},
	{"tls.cache", "自动申请的证书存放的目录；留空则为数据目录下的 acme", "", open,
		func(c *Config) value { return str(&c.TLS.Cache) }},
	{"tls.email", "申请证书时登记的邮箱", "", open,
		func(c *Config) value { return str(&c.TLS.Email) }},
	{"tls.directory", "证书服务（ACME）的目录地址；留空则用 Let's Encrypt", "", open,
		func(c *Config) value {
			return str(&c.TLS.Directory, prefixed("证书服务的目录地址", "https://"))
		}},
	{"tls.eab_id", "证书服务要求外部账号（EAB）时的账号标识", "", open,
		func(c *Config) value { return str(&c.TLS.EABID) }},
	{"tls.eab_key", "外部账号（EAB）的密钥，base64url 编码", "", secret,
		func(c *Config) value { return str(&c.TLS.EABKey) }},

	{"workbench.networks", "允许访问工作台的地址段；留空则不限", "", open,
		func(c *Config) value { return networks(&c.Workbench) }},
	{"fetch.networks", "按网址读入年报时，允许访问的内部地址段（如政务外网中各单位的网站）；留空则只访问公共地址", "", open,
		func(c *Config) value { return networks(&c.Fetch) }},

	{"smtp.host", "邮件服务器；留空则不发邮件", "", open,
		func(c *Config) value { return str(&c.SMTP.Host) }},
	{"smtp.port", "邮件服务器端口：465 直接加密，587 或 25 协商加密", "465", open,
		func(c *Config) value { return number(&c.SMTP.Port, 1, 65535) }},
	{"smtp.user", "邮箱账号；留空则不验证身份", "", open,
		func(c *Config) value { return str(&c.SMTP.User) }},
	{"smtp.password", "邮箱密码", "", secret,
		func(c *Config) value { return str(&c.SMTP.Password) }},
	{"smtp.from", "发件人，如 政务公开 <xxgk@example.gov.cn>", "", open,
		func(c *Config) value { return str(&c.SMTP.From) }},
	{"smtp.plain", "不加密发信，只用于本机上的邮件中转", "false", open,
		func(c *Config) value { return boolean(&c.SMTP.Plain) }},

	{"oidc.issuer", "统一身份认证（OpenID Connect）的地址；留空则不用", "", open,
		func(c *Config) value { return str(&c.OIDC.Issuer, prefixed("统一身份认证的地址", "https://")) }},
	{"oidc.client_id", "在统一身份认证登记的应用标识", "", open,
		func(c *Config) value { return str(&c.OIDC.ClientID) }},
	{"oidc.client_secret", "在统一身份认证登记的应用密钥", "", secret,
		func(c *Config) value { return str(&c.OIDC.ClientSecret) }},
	{"oidc.scopes", "在 openid 之外请求的范围", "profile", open,
		func(c *Config) value { return list(&c.OIDC.Scopes) }},

	{"session.idle", "工作台多久不操作即退出登录", "20m", open,
		func(c *Config) value { return duration(&c.Session.Idle, time.Minute, 2*time.Hour) }},
	{"session.life", "一次登录最长多久", "10h", open,
		func(c *Config) value { return duration(&c.Session.Life, 10*time.Minute, 24*time.Hour) }},
	{"upload.file", "单个附件最大多少", "100MB", open,
		func(c *Config) value { return size(&c.Upload.File, 4<<30) }},
	{"upload.form", "一次提交（含全部附件）最大多少", "200MB", open,
		func(c *Config) value { return size(&c.Upload.Form, 8<<30) }},

	{"intake.folder", "接收文件的目录：办公系统把公文放在这里，成为草稿；留空则不接收", "", open,
		func(c *Config) value { return str(&c.Intake.Folder) }},
	{"intake.channel", "接收目录属于哪个接入渠道：工作台“接入渠道”中的编号", "", open,
		func(c *Config) value { return str(&c.Intake.Channel) }},

	{"log.level", "日志级别：debug、info、warn、error", "info", open,
		func(c *Config) value { return str(&c.Log.Level, oneOf("debug", "info", "warn", "error")) }},
	{"log.format", "日志格式：text 或者 json", "text", open,
		func(c *Config) value { return str(&c.Log.Format, oneOf("text", "json")) }},
	{"log.address", "访问日志中的来访地址：masked 只记网段，full 记全，none 不记", "masked", open,
		func(c *Config) value { return str(&c.Log.Address, oneOf("masked", "full", "none")) }},
}

func find(key string) (setting, bool) {
	for _, s := range settings {
		if s.key == key {
			return s, true
		}
	}
	return setting{}, false
}
