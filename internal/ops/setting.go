package ops

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"gongkai/civil"
	"gongkai/fault"
	"gongkai/internal/store"
	"gongkai/workday"
)

func shanghai() *time.Location { return civil.Shanghai }

// zone checks that the zone of the machine is that of the officers: the program does not need it, their tools do.
func (d *doctor) zone() {
	const check = "zone"
	_, offset := d.options.Now().Zone()
	_, want := d.options.Now().In(shanghai()).Zone()
	if offset != want {
		d.warn(check, "本机时区不是北京时间，系统日志和备份文件的时间会与办公时间不同（期限计算不受影响）", "执行 timedatectl set-timezone Asia/Shanghai")
		return
	}
	d.fine(check, "本机时区为北京时间")
}

// noticeMonth is from when the notice of the next year is usually out.
const noticeMonth = time.November

func (d *doctor) calendar(ctx context.Context) {
	const check = "calendar"
	var layers []workday.Row
	for _, name := range d.config.Calendars {
		file, err := os.Open(name)
		if err != nil {
			d.broken(check, "放假安排文件 "+name+" 读不出来："+reason(err), "检查 calendars 设置")
			return
		}
		rows, err := workday.Read(file)
		_ = file.Close() // was only read
		if err != nil {
			d.broken(check, "放假安排文件 "+name+" 有误："+fault.Problems(err)[0].Message, "按提示修改后重启")
			return
		}
		layers = append(layers, rows...)
	}
	if d.db != nil {
		if rows, err := store.Holidays(d.db.View(ctx)); err == nil { // an older schema has none
			layers = append(layers, rows...)
		}
	}
	calendar := workday.NewAlmanac(workday.National(), layers).National()
	today := civil.Of(d.options.Now())
	year := today.Year()
	const mend = "将国务院办公厅的放假通知整理为 CSV（date,kind,name,notice），由系统管理员在工作台“节假日”中载入，或者写入 calendars 设置后重启"
	switch {
	case !calendar.Known(year):
		d.broken(check, fmt.Sprintf("%d年（今年）的放假安排没有载入，所有期限都是暂定的", year), mend)
	case !calendar.Known(year+1) && d.options.Now().In(shanghai()).Month() >= noticeMonth:
		d.warn(check, fmt.Sprintf("%d年（明年）的放假安排没有载入，跨年的期限是暂定的", year+1), mend)
	default:
		d.fine(check, fmt.Sprintf("%d年的放假安排已载入", year))
	}
}

func (d *doctor) fonts() {
	const check = "fonts"
	dir := d.config.Fonts
	if dir == "" {
		d.fine(check, "使用内置字体")
		return
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		d.broken(check, "字体目录 "+dir+" 读不出来："+reason(err), "检查 fonts 设置，或者留空使用内置字体")
		return
	}
	n := 0
	for _, e := range entries {
		if ext := strings.ToLower(filepath.Ext(e.Name())); ext == ".ttf" || ext == ".otf" || ext == ".ttc" {
			n++
		}
	}
	if n == 0 {
		d.warn(check, "字体目录 "+dir+" 中没有字体（ttf、otf、ttc），将使用内置字体", "放入单位购买的字体，或者将 fonts 设置留空")
		return
	}
	d.fine(check, fmt.Sprintf("字体目录 %s 中有%d个字体", dir, n))
}

func (d *doctor) theme() {
	if dir := d.config.Theme; dir != "" {
		if _, err := os.ReadDir(dir); err != nil {
			d.broken("theme", "外观目录 "+dir+" 读不出来："+reason(err), "检查 theme 设置，或者留空使用内置外观")
		}
	}
}

// The last days of a certificate.
const (
	certificateSoon = 30 * 24 * time.Hour
	day             = 24 * time.Hour
)

func (d *doctor) certificate() {
	const check = "tls"
	c := d.config.TLS
	if c.Cert == "" {
		return
	}
	pair, err := tls.LoadX509KeyPair(c.Cert, c.Key)
	if err != nil {
		d.broken(check, "证书 "+c.Cert+" 与私钥 "+c.Key+" 不能使用", "检查两个文件是否存在、可读、成对")
		return
	}
	leaf, err := x509.ParseCertificate(pair.Certificate[0])
	if err != nil {
		d.broken(check, "证书 "+c.Cert+" 无法解析", "请证书的签发者重新提供 PEM 格式的证书")
		return
	}
	left := leaf.NotAfter.Sub(d.options.Now())
	until := civil.Of(leaf.NotAfter).Chinese()
	switch {
	case left <= 0:
		d.broken(check, "证书已于"+until+"到期，公众无法访问", "立即更换证书文件，不必重启")
	case left < certificateSoon:
		d.warn(check, fmt.Sprintf("证书将于%s到期，还有%d天", until, left/day), "更换证书文件，不必重启")
	default:
		d.fine(check, "证书有效期至"+until)
	}
	if mode := modeOf(c.Key); mode&0o077 != 0 {
		d.warn(check, fmt.Sprintf("私钥文件 %s 的权限是 %04o，其他账号可以读取", c.Key, mode), "执行 chmod 600 "+c.Key)
	}
}

func modeOf(name string) os.FileMode {
	info, err := os.Stat(name)
	if err != nil {
		return 0
	}
	return info.Mode().Perm()
}

// exposure looks for doors that are wider open than they should be.
func (d *doctor) exposure() {
	if !loopback(d.config.Admin.Listen) {
		d.warn("admin", "运维监听地址 "+d.config.Admin.Listen+" 可以从其他机器访问", "改为 127.0.0.1:9090，或者用防火墙限制为监控服务器")
	}
	encrypted := d.config.TLS.Cert != "" || len(d.config.TLS.Domains) > 0
	if !encrypted && !loopback(d.config.Listen) {
		d.warn("listen", "网站 "+d.config.Listen+" 未加密，且可以从其他机器直接访问", "在反向代理上加密并只监听本机，或者设置 tls.cert 和 tls.key")
	}
	if len(d.config.Workbench) == 0 {
		d.warn("workbench", "没有限制可以访问工作台的地址", "将办公网的地址段写入 workbench.networks（《互联网政务应用安全管理规定》第十九条）")
	}
}

func loopback(address string) bool {
	host, _, err := net.SplitHostPort(address)
	if address == "" || host == "localhost" {
		return true
	}
	at, e := netip.ParseAddr(host)
	return err == nil && e == nil && at.IsLoopback()
}

// dialTime is how long the mail server may take to greet.
const dialTime = 5 * time.Second

func (d *doctor) mail(ctx context.Context) {
	const check = "smtp"
	c := d.config.SMTP
	switch {
	case c.Host == "":
		d.warn(check, "没有设置邮件服务器，不会发送到期提醒等邮件", "设置 smtp.host 等项；确不需要可以不理会")
		return
	case !d.options.Network:
		return
	}
	address := net.JoinHostPort(c.Host, strconv.Itoa(c.Port))
	dialer := net.Dialer{Timeout: dialTime}
	conn, err := dialer.DialContext(ctx, "tcp", address)
	if err != nil {
		d.broken(check, "邮件服务器 "+address+" 连接不上", "检查 smtp.host、smtp.port 和防火墙")
		return
	}
	_ = conn.Close()
	d.fine(check, "邮件服务器 "+address+" 可以连接")
}
