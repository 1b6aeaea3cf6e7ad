package job

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"gongkai/fault"
)

// HTTP hands webhooks over, signed as the Standard Webhooks specification describes: the headers Webhook-Id,
// Webhook-Timestamp and Webhook-Signature, the last being HMAC-SHA-256 of "id.timestamp.body" in base64 after "v1,".
// Receivers drop an id that they have seen.
type HTTP struct {
	Secret func(url string) []byte // the key shared with the receiver; none, no delivery
	Now    func() time.Time
	Client *http.Client // with its own limits; one with a time-out of 10 s and without redirects if nil
}

// Repeatable says that receivers know a repetition by its id.
func (HTTP) Repeatable() bool { return true }

var webhookClient = &http.Client{
	Timeout:       10 * time.Second,
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

// Send posts the body. An answer of the 2xx kind is a success; one that will not change is permanent.
func (h HTTP) Send(ctx context.Context, p Parcel) error {
	secret := h.Secret(p.To)
	if len(secret) == 0 {
		return Permanent(fault.New(fault.Invalid, "未设置该回调地址的签名密钥"))
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, p.To, strings.NewReader(p.Body))
	if err != nil {
		return Permanent(fault.New(fault.Invalid, "回调地址有误"))
	}
	stamp := strconv.FormatInt(h.Now().Unix(), 10)
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("User-Agent", "gongkai")
	r.Header.Set("Webhook-Id", p.ID)
	r.Header.Set("Webhook-Timestamp", stamp)
	r.Header.Set("Webhook-Signature", Sign(secret, p.ID, stamp, p.Body))
	client := h.Client
	if client == nil {
		client = webhookClient
	}
	answer, err := client.Do(r)
	if err != nil {
		return Unsure(err)
	}
	defer func() { _ = answer.Body.Close() }()
	_, _ = io.Copy(io.Discard, io.LimitReader(answer.Body, 1<<16)) // so that the connection can be used again
	switch code := answer.StatusCode; {
	case code >= 200 && code < 300:
		return nil
	case code >= 300 && code < 500 && code != http.StatusRequestTimeout && code != http.StatusTooEarly &&
		code != http.StatusTooManyRequests:
		return Permanent(fmt.Errorf("the receiver answered %d", code))
	default:
		return fmt.Errorf("the receiver answered %d", code)
	}
}

// Sign is the signature of a webhook.
func Sign(secret []byte, id, stamp, body string) string {
	mac := hmac.New(sha256.New, secret)
	_, _ = io.WriteString(mac, id+"."+stamp+"."+body)
	return "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil))
}
