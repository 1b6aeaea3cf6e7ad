package main

import (
	"context"
	"fmt"

	"gongkai/agency"
	"gongkai/internal/administering"
	"gongkai/internal/app"
)

// An AdminCmd opens the door to a deployment from its console.
type AdminCmd struct {
	Create AdminCreateCmd `cmd:"" help:"新建第一个安全管理员和它所在的机关，输出一次性密码"`
	Reset  AdminResetCmd  `cmd:"" help:"管理员忘记密码时重设，输出一次性密码"`

	Reindex AdminReindexCmd `cmd:"" help:"重建门户的检索索引和检索词表（平台可以同时运行）"`
}

// An AdminCreateCmd opens the first account.
type AdminCreateCmd struct {
	ConfigFlags
	Login  string `required:"" help:"登录名"`
	Name   string `required:"" help:"姓名"`
	Agency string `required:"" help:"机关全称"`
	Code   string `required:"" help:"机关的网址代码，如 zfb"`
	USCC   string `required:"" help:"机关的统一社会信用代码"`
	Region string `required:"" help:"行政区划代码，如 620602"`
	Level  string `default:"county" enum:"state,province,city,county,township" help:"机关层级：state、province、city、county、township"`
}

// levels are the words of --level.
var levels = map[string]agency.Level{"state": agency.State, "province": agency.Province, "city": agency.City, "county": agency.County, "township": agency.Township}

// Run opens the account and prints its password, which must be changed at the first log-in.
func (c *AdminCreateCmd) Run(io *IO) error {
	return c.with(io, func(ctx context.Context, a *app.App) error {
		first := administering.First{Login: c.Login, Name: c.Name, Agency: agency.Agency{USCC: agency.USCC(c.USCC), Code: c.Code, Name: c.Agency,
			ShortName: c.Agency, Level: levels[c.Level], Kind: agency.Department, Region: agency.RegionCode(c.Region), Competent: true}}
		account, password, err := a.Desk.CreateFirstAdministrator(ctx, first)
		if err != nil {
			return err
		}
		fmt.Fprintf(io.Err, "已新建安全管理员 %s，首次登录须修改密码并绑定第二因素。一次性密码：\n", account.Login)
		fmt.Fprintln(io.Out, password)
		return nil
	})
}

// An AdminResetCmd lets an administrator in again.
type AdminResetCmd struct {
	ConfigFlags
	Login string `arg:"" help:"登录名"`
}

// Run prints a new password, which must be changed at the first log-in.
func (c *AdminResetCmd) Run(io *IO) error {
	return c.with(io, func(ctx context.Context, a *app.App) error {
		password, err := a.Desk.ResetAdministrator(ctx, c.Login)
		if err != nil {
			return err
		}
		fmt.Fprintf(io.Err, "%s 的密码已重设，原有会话全部失效。一次性密码：\n", c.Login)
		fmt.Fprintln(io.Out, password)
		return nil
	})
}

// with opens the installation for one command.
func (f ConfigFlags) with(io *IO, do func(ctx context.Context, a *app.App) error) error {
	loaded, err := f.load()
	if err != nil {
		return err
	}
	ctx := context.Background()
	a, err := app.Open(ctx, loaded, app.Logger(loaded.Log, io.Err))
	if err != nil {
		return err
	}
	defer func() { _ = a.Close() }() // whatever the command did is committed
	return do(ctx, a)
}
