package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"os/signal"
	"syscall"
	"text/tabwriter"

	"gongkai/internal/app"
	"gongkai/internal/config"
	"gongkai/internal/demo"
)

// A ServeCmd runs the platform.
type ServeCmd struct {
	ConfigFlags
	Listen   *string `placeholder:"ADDR" help:"监听的地址和端口，默认 127.0.0.1:8080"`
	BasePath *string `placeholder:"PATH" help:"网站挂在哪个路径之下，如 /xxgk"`
	Demo     bool    `help:"演示：在临时目录（或者 --data 指定的空目录）中建立示例数据，输出演示账号"`
}

// Run serves until the program is asked to stop: the first time in good order, the second time at once.
func (c *ServeCmd) Run(on *IO) error {
	flags := flagsOf(flagText{"listen", "--listen", c.Listen}, flagText{"base_path", "--base-path", c.BasePath})
	if c.Demo {
		flags = append(flags, config.Flag{Key: "demo", Name: "--demo", Text: "true"})
		if c.Data == nil {
			dir, err := os.MkdirTemp("", "gongkai-demo-")
			if err != nil {
				return err
			}
			defer func() { _ = os.RemoveAll(dir) }() // only what this run made is in it
			c.Data = &dir
		}
	}
	loaded, err := c.load(flags...)
	if err != nil {
		return err
	}
	graceful, forced, release := stops(on)
	defer release()
	return app.Serve(graceful, forced, loaded, app.Logger(loaded.Log, on.Err), app.News{
		Ready: func(site, _ net.Addr) {
			scheme := "http"
			if loaded.TLS.Cert != "" || len(loaded.TLS.Domains) > 0 {
				scheme = "https"
			}
			fmt.Fprintf(on.Err, "网站：%s://%s%s/　工作台：%s://%s%s/workbench/\n", scheme, site, loaded.BasePath, scheme, site, loaded.BasePath)
		},
		Demo: func(logins []demo.Login) { printLogins(on.Err, logins) },
	})
}

// printLogins tells the passwords of the demonstration, which are new at every start.
func printLogins(w io.Writer, logins []demo.Login) {
	fmt.Fprintln(w, "演示账号（密码每次启动随机生成；数据为虚构）：")
	table := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	for _, l := range logins {
		secret := ""
		if l.Secret != "" {
			secret = "动态口令密钥 " + l.Secret
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\n", l.Agency, l.Roles, l.Login, l.Password, secret)
	}
	_ = table.Flush() // the console; nothing to do if it is gone
}

// stops returns two contexts: the first ends when the program is asked to stop, the second when it is asked again.
func stops(on *IO) (graceful, forced context.Context, release func()) {
	graceful, stop := context.WithCancel(context.Background())
	forced, force := context.WithCancel(context.Background())
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		if _, ok := <-signals; !ok {
			return
		}
		fmt.Fprintln(on.Err, "正在停止：等待正在办理的请求完成；再次中断则立即停止")
		stop()
		if _, ok := <-signals; ok {
			force()
		}
	}()
	return graceful, forced, func() { signal.Stop(signals); close(signals); stop(); force() }
}
