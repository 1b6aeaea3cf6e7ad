package main

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/signal"
	"syscall"

	"gongkai/internal/app"
	"gongkai/internal/config"
)

// A ServeCmd runs the platform.
type ServeCmd struct {
	ConfigFlags
	Listen   *string `placeholder:"ADDR" help:"监听的地址和端口，默认 127.0.0.1:8080"`
	BasePath *string `placeholder:"PATH" help:"网站挂在哪个路径之下，如 /xxgk"`
	Demo     bool    `help:"演示模式：载入示例数据"`
}

// Run serves until the program is asked to stop: the first time in good order, the second time at once.
func (c *ServeCmd) Run(io *IO) error {
	flags := flagsOf(flagText{"listen", "--listen", c.Listen}, flagText{"base_path", "--base-path", c.BasePath})
	if c.Demo {
		flags = append(flags, config.Flag{Key: "demo", Name: "--demo", Text: "true"})
	}
	loaded, err := c.load(flags...)
	if err != nil {
		return err
	}
	graceful, forced, release := stops(io)
	defer release()
	return app.Serve(graceful, forced, loaded, app.Logger(loaded.Log, io.Err), func(site, _ net.Addr) {
		scheme := "http"
		if loaded.TLS.Cert != "" || len(loaded.TLS.Domains) > 0 {
			scheme = "https"
		}
		fmt.Fprintf(io.Err, "网站已启动：%s://%s%s/\n", scheme, site, loaded.BasePath)
	})
}

// stops returns two contexts: the first ends when the program is asked to stop, the second when it is asked again.
func stops(io *IO) (graceful, forced context.Context, release func()) {
	graceful, stop := context.WithCancel(context.Background())
	forced, force := context.WithCancel(context.Background())
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		if _, ok := <-signals; !ok {
			return
		}
		fmt.Fprintln(io.Err, "正在停止：等待正在办理的请求完成；再次中断则立即停止")
		stop()
		if _, ok := <-signals; ok {
			force()
		}
	}()
	return graceful, forced, func() { signal.Stop(signals); close(signals); stop(); force() }
}
