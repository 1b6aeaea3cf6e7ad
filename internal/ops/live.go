package ops

import (
	"context"
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"strings"

	"gongkai/fault"
	"gongkai/internal/config"
)

// Live asks the running site of the configuration whether it is ready.
func Live(ctx context.Context, c *config.Loaded) error {
	url := "http://" + reachable(c.Listen) + "/readyz"
	if c.Admin.Listen != "" { // never encrypted
		url = "http://" + reachable(c.Admin.Listen) + "/readyz"
	} else if c.TLS.Cert != "" || len(c.TLS.Domains) > 0 {
		url = "https://" + reachable(c.Listen) + "/readyz"
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return fault.New(fault.Invalid, "监听地址不能用来访问：%s", url)
	}
	// The certificate is for the name that people use; this asks our own machine.
	transport := &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true, MinVersion: tls.VersionTLS12}}
	defer transport.CloseIdleConnections()
	answer, err := transport.RoundTrip(request)
	if err != nil {
		return &fault.Error{Kind: fault.Unavailable, Message: "网站没有回答：" + url, Err: err}
	}
	defer answer.Body.Close()
	if answer.StatusCode == http.StatusOK {
		return nil
	}
	text, _ := io.ReadAll(io.LimitReader(answer.Body, 1000)) // what there is of it says why
	return fault.New(fault.Unavailable, "网站还不能使用：%s", strings.TrimSpace(string(text)))
}

// reachable turns an address to listen on into one to call.
func reachable(listen string) string {
	host, port, err := net.SplitHostPort(listen)
	if err != nil {
		return listen
	}
	switch host {
	case "", "0.0.0.0":
		host = "127.0.0.1"
	case "::":
		host = "::1"
	}
	return net.JoinHostPort(host, port)
}
