package ops

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"gongkai/fault"
	"gongkai/internal/crypt"
	"gongkai/internal/database"
)

// dataFolder checks that the folder is there, is ours, and is nobody else's to read.
func (d *doctor) dataFolder() {
	const check = "data"
	dir := d.config.Data
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, os.ErrNotExist):
		d.warn(check, "数据目录 "+dir+" 还不存在", "首次运行 gongkai serve 时会自动建立；如果本应已有数据，请检查 data 设置和运行时的当前目录")
		return
	case err != nil:
		d.broken(check, "数据目录 "+dir+" 无法访问："+reason(err), "检查上级目录的权限，以及运行 gongkai 的账号")
		return
	case !info.IsDir():
		d.broken(check, dir+" 不是目录", "将 data 设置为一个目录")
		return
	}
	if mode := info.Mode().Perm(); mode&0o077 != 0 {
		d.warn(check, fmt.Sprintf("数据目录 %s 的权限是 %04o，其他账号可以进入", dir, mode), "执行 chmod 700 "+dir)
		return
	}
	if err := Stranger(dir); err != nil {
		d.broken(check, fault.Message(err), "换用数据目录所属的账号运行")
		return
	}
	probe, err := os.CreateTemp(dir, ".doctor-*")
	if err != nil {
		d.broken(check, "数据目录 "+dir+" 不能写入："+reason(err), "将目录交给运行 gongkai 的账号（chown），或者检查磁盘是否只读")
		return
	}
	_ = probe.Close()
	_ = os.Remove(probe.Name()) // its name begins with a dot and nobody reads it
	d.fine(check, "数据目录 "+dir+" 可用")
}

// Stranger returns an error when root is about to work in a data folder that belongs to another account: what root writes
// there, the service cannot open any more.
func Stranger(dir string) error {
	info, err := os.Stat(dir)
	if err != nil {
		return nil // it will be made, or opening it says what is wrong
	}
	return stranger(dir, os.Geteuid(), info.Sys())
}

func stranger(dir string, me int, system any) error {
	owner, ok := system.(*syscall.Stat_t)
	if me != 0 || !ok || owner.Uid == 0 {
		return nil
	}
	name := fmt.Sprintf("#%d", owner.Uid)
	if u, err := user.LookupId(strconv.FormatUint(uint64(owner.Uid), 10)); err == nil {
		name = u.Username
	}
	return fault.New(fault.Forbidden, "数据目录 %s 属于账号 %s，不能用 root 运行，否则写出的文件平台打不开。请执行 sudo -u %s gongkai …（装有 gongkai-admin 的，用它代替）", dir, name, name)
}

func reason(err error) string {
	switch {
	case errors.Is(err, os.ErrPermission):
		return "没有权限"
	case errors.Is(err, os.ErrNotExist):
		return "不存在"
	case errors.Is(err, syscall.EROFS):
		return "磁盘只读"
	case errors.Is(err, syscall.ENOSPC):
		return "磁盘已满"
	}
	return "系统错误"
}

// The least space that is left free: below the first the site says that it is not ready, below the second the doctor warns.
const (
	leastSpace = 200 << 20
	lowSpace   = 2 << 30
)

// freeSpace returns the bytes free for us at the folder or at the nearest one above it that is there.
func freeSpace(dir string) (uint64, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return 0, err
	}
	for {
		var s syscall.Statfs_t
		err := syscall.Statfs(dir, &s)
		if err == nil {
			return s.Bavail * uint64(s.Bsize), nil
		}
		if !errors.Is(err, os.ErrNotExist) || dir == filepath.Dir(dir) {
			return 0, err
		}
		dir = filepath.Dir(dir)
	}
}

// DiskSpace returns an error when there is too little space left at the folder to go on.
func DiskSpace(dir string) error {
	free, err := freeSpace(dir)
	if err != nil {
		return err
	}
	if free < leastSpace {
		return fault.New(fault.Unavailable, "磁盘只剩 %dMB", free>>20)
	}
	return nil
}

func (d *doctor) diskSpace() {
	const check = "disk"
	free, err := freeSpace(d.config.Data)
	text := fmt.Sprintf("数据目录所在磁盘剩余 %.1fGB", float64(free)/(1<<30))
	switch {
	case err != nil:
		d.warn(check, "无法得知磁盘剩余空间："+reason(err), "用 df -h 查看")
	case free < leastSpace:
		d.broken(check, text, "立即清理或扩容：空间用尽后无法登记新的申请")
	case free < lowSpace:
		d.warn(check, text, "请安排清理或扩容")
	default:
		d.fine(check, text)
	}
}

func (d *doctor) keyFile() {
	const check = "keys"
	path := d.config.KeyFile
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		d.warn(check, "密钥文件 "+path+" 还不存在", "新安装首次运行时会自动建立；如果已有数据，请从备份中找回，切勿另建")
		return
	case err != nil:
		d.broken(check, "密钥文件 "+path+" 无法访问："+reason(err), "将文件交给运行 gongkai 的账号")
		return
	}
	if mode := info.Mode().Perm(); mode&0o077 != 0 {
		d.broken(check, fmt.Sprintf("密钥文件 %s 的权限是 %04o，其他账号可以读取", path, mode), "执行 chmod 600 "+path+"；如有他人可能读过，应更换密钥")
		return
	}
	suite, err := crypt.ParseSuite(d.config.Suite)
	if err == nil {
		_, err = crypt.OpenKeyFile(path, suite)
	}
	if err != nil {
		d.broken(check, "密钥文件 "+path+" 不能使用："+fault.Message(err), "从备份中找回密钥文件")
		return
	}
	d.fine(check, "密钥文件 "+path+" 可用；请确认在另一处存有副本")
}

func (d *doctor) openDatabase(ctx context.Context) {
	const check = "database"
	if d.config.Database == "" {
		if Stranger(d.config.Data) != nil {
			return // which was said before
		}
		if _, err := os.Stat(filepath.Join(d.config.Data, "gongkai.db")); errors.Is(err, os.ErrNotExist) {
			d.warn(check, "还没有数据库", "首次运行 gongkai serve 时会自动建立；如果本应已有数据，请检查 data 设置")
			return
		}
	}
	db, err := database.Open(ctx, database.Options{URL: d.config.Database, Dir: d.config.Data, Logger: quietLog()})
	if err != nil {
		d.broken(check, fault.Message(err), "检查数据库服务是否运行、地址和密码是否正确、防火墙是否放行")
		return
	}
	d.db = db
	version, err := db.Version(ctx)
	if err != nil {
		d.broken(check, "数据库不回答："+fault.Message(err), "查看数据库的日志")
		return
	}
	d.fine(check, "数据库 "+db.Engine()+" "+version+" 可以连接")
}

// schema says whether every step of the schema was taken.
func (d *doctor) schema(ctx context.Context) bool {
	const check = "schema"
	steps, err := database.Status(ctx, d.db)
	if err != nil {
		d.broken(check, "无法得知数据库结构的版本："+fault.Message(err), "查看数据库的日志")
		return false
	}
	var missing []string
	for _, step := range steps {
		if !step.Applied {
			missing = append(missing, step.Name)
		}
	}
	if len(missing) > 0 {
		d.warn(check, "数据库结构不是最新，缺少："+strings.Join(missing, "、"), "备份后执行 gongkai migrate；gongkai serve 启动时也会自动升级")
		return false
	}
	d.fine(check, fmt.Sprintf("数据库结构为最新（%d步）", len(steps)))
	return true
}

func (d *doctor) writable(ctx context.Context) {
	const check = "write"
	if err := d.db.Writable(ctx); err != nil {
		d.broken(check, "数据库不能写入："+fault.Message(err), "检查数据库账号的权限、文件的属主，以及是否连接到了只读的备机")
		return
	}
	d.fine(check, "数据库可以写入")
}

func (d *doctor) integrity(ctx context.Context) {
	const check = "integrity"
	if !d.options.Integrity {
		return
	}
	damage, err := d.db.Integrity(ctx)
	switch {
	case err != nil:
		d.broken(check, "数据库完整性检查未能完成："+fault.Message(err), "立即停止服务，复制数据目录，再从备份恢复")
	case len(damage) > 0:
		d.broken(check, fmt.Sprintf("数据库文件已损坏（%d处）：%s", len(damage), damage[0]), "立即停止服务，复制数据目录，再从备份恢复；并检查磁盘")
	default:
		d.fine(check, "数据库文件完整")
	}
}

// mostDrift is how far the clocks of the two machines may differ.
const mostDrift = 5 * time.Second

func (d *doctor) clock(ctx context.Context) {
	const check = "clock"
	began := d.options.Now()
	theirs, err := d.db.Clock(ctx)
	if err != nil {
		d.broken(check, "数据库的时间读不出来："+fault.Message(err), "查看数据库的日志")
		return
	}
	ended := d.options.Now()
	drift := max(began.Sub(theirs), theirs.Sub(ended), 0)
	if drift > mostDrift {
		d.broken(check, fmt.Sprintf("本机与数据库的时间相差 %s", drift.Round(time.Second)), "在两台机器上启用时间同步（chrony 或 systemd-timesyncd）")
		return
	}
	d.fine(check, "本机时间为 "+ended.In(shanghai()).Format("2006-01-02 15:04:05")+"（北京时间），与数据库一致")
}
