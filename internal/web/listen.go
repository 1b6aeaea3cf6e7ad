package web

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"os"
	"strconv"
	"syscall"

	"gongkai/fault"
)

// listeners are the open doors.
type listeners struct {
	site, admin net.Listener
}

// listen opens the doors, or takes those that the service manager opened: the first socket is the site's, the second
// the operators'.
func (s *Server) listen(ctx context.Context) (*listeners, error) {
	inherited, err := inherit()
	if err != nil {
		return nil, err
	}
	l := &listeners{}
	if len(inherited) > 0 {
		l.site = inherited[0]
	} else if l.site, err = open(ctx, s.options.Listen); err != nil {
		return nil, err
	}
	if len(inherited) > 1 {
		l.admin = inherited[1]
	} else if s.options.Admin != "" {
		if l.admin, err = open(ctx, s.options.Admin); err != nil {
			_ = l.site.Close()
			return nil, err
		}
	}
	config, err := s.options.TLS.config(s.log)
	if err != nil {
		_ = l.site.Close()
		if l.admin != nil {
			_ = l.admin.Close()
		}
		return nil, err
	}
	if config != nil {
		l.site = tls.NewListener(l.site, config)
	}
	return l, nil
}

func open(ctx context.Context, address string) (net.Listener, error) {
	var c net.ListenConfig
	l, err := c.Listen(ctx, "tcp", address)
	switch {
	case err == nil:
		return l, nil
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, &fault.Error{Kind: fault.Unavailable, Message: "地址 " + address + " 已被占用：可能已有一个实例在运行，或者换一个端口", Err: err}
	case errors.Is(err, syscall.EACCES):
		return nil, &fault.Error{Kind: fault.Unavailable, Message: "没有监听 " + address + " 的权限：1024 以下的端口需要授权，建议由反向代理转发", Err: err}
	}
	return nil, &fault.Error{Kind: fault.Unavailable, Message: "无法监听 " + address + "，请检查地址是否属于本机", Err: err}
}

// firstInherited is the number of the first descriptor that systemd hands over (sd_listen_fds(3)).
const firstInherited = 3

// inherit takes over the sockets that the service manager opened for this process.
func inherit() ([]net.Listener, error) {
	if os.Getenv("LISTEN_PID") != strconv.Itoa(os.Getpid()) {
		return nil, nil
	}
	n, err := strconv.Atoi(os.Getenv("LISTEN_FDS"))
	if err != nil {
		return nil, nil
	}
	var all []net.Listener
	for fd := firstInherited; fd < firstInherited+n; fd++ {
		file := os.NewFile(uintptr(fd), "systemd")
		l, err := net.FileListener(file)
		_ = file.Close() // the listener has a copy
		if err != nil {
			return nil, &fault.Error{Kind: fault.Unavailable, Message: "系统服务交来的监听无法使用", Err: err}
		}
		all = append(all, l)
	}
	return all, nil
}
