package auth

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"gongkai/fault"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// SingleSignOn is the configuration of a log-in service of the government cloud (OpenID Connect).
type SingleSignOn struct {
	Issuer       string       // https://sso.example.gov.cn
	ClientID     string       //
	ClientSecret string       // empty for a public client; PKCE is used in any case
	RedirectURL  string       // our address that the service sends the browser back to
	Scopes       []string     // beside openid
	HTTP         *http.Client // to reach the service; nil for one that gives up after ten seconds
}

// An Identity is a person as the service names them. Accounts are tied to issuer and subject, never to a name or
// address, which the service may give to somebody else.
type Identity struct {
	Issuer  string
	Subject string
}

// String is the form in which an account keeps it.
func (i Identity) String() string { return i.Issuer + "#" + i.Subject }

// A Pending is a log-in under way, kept in the session until the browser comes back.
type Pending struct{ State, Nonce, Verifier string }

func parsePending(s string) (Pending, bool) {
	parts := strings.Fields(s)
	if len(parts) != 3 {
		return Pending{}, false
	}
	return Pending{parts[0], parts[1], parts[2]}, true
}

// An OIDC is a service whose keys and addresses have been learnt.
type OIDC struct {
	config   oauth2.Config
	verifier *oidc.IDTokenVerifier
	client   *http.Client
}

// patience is how long the service may take to answer.
const patience = 10 * time.Second

// NewOIDC asks the service for its addresses and keys.
func NewOIDC(ctx context.Context, c SingleSignOn) (*OIDC, error) {
	if c.HTTP == nil {
		c.HTTP = &http.Client{Timeout: patience}
	}
	provider, err := oidc.NewProvider(oidc.ClientContext(ctx, c.HTTP), c.Issuer)
	if err != nil {
		return nil, &fault.Error{Kind: fault.Unavailable, Message: "统一登录服务连接不上，请检查配置", Op: "auth.NewOIDC", Err: err}
	}
	scopes := append([]string{oidc.ScopeOpenID}, slices.DeleteFunc(slices.Clone(c.Scopes), func(s string) bool { return s == oidc.ScopeOpenID })...)
	return &OIDC{
		config:   oauth2.Config{ClientID: c.ClientID, ClientSecret: c.ClientSecret, Endpoint: provider.Endpoint(), RedirectURL: c.RedirectURL, Scopes: scopes},
		verifier: provider.Verifier(&oidc.Config{ClientID: c.ClientID}),
		client:   c.HTTP,
	}, nil
}

// Begin returns the address to send the browser to, and what to keep until it comes back.
func (o *OIDC) Begin() (address string, p Pending) {
	p = Pending{State: rand.Text(), Nonce: rand.Text(), Verifier: oauth2.GenerateVerifier()}
	return o.config.AuthCodeURL(p.State, oidc.Nonce(p.Nonce), oauth2.S256ChallengeOption(p.Verifier)), p
}

// Finish reads what the browser came back with, fetches the token and checks it: state, signature, issuer, audience,
// time, nonce.
func (o *OIDC) Finish(ctx context.Context, p Pending, query url.Values) (Identity, error) {
	if p.State == "" || subtle.ConstantTimeCompare([]byte(query.Get("state")), []byte(p.State)) != 1 {
		return Identity{}, ssoFault("state", nil)
	}
	if problem := query.Get("error"); problem != "" || query.Get("code") == "" {
		return Identity{}, ssoFault("refused", nil)
	}
	ctx = oidc.ClientContext(ctx, o.client)
	token, err := o.config.Exchange(ctx, query.Get("code"), oauth2.VerifierOption(p.Verifier))
	if err != nil {
		return Identity{}, ssoFault("exchange", err)
	}
	raw, ok := token.Extra("id_token").(string)
	if !ok {
		return Identity{}, ssoFault("no id_token", nil)
	}
	id, err := o.verifier.Verify(ctx, raw)
	if err != nil {
		return Identity{}, ssoFault("token", err)
	}
	if subtle.ConstantTimeCompare([]byte(id.Nonce), []byte(p.Nonce)) != 1 {
		return Identity{}, ssoFault("nonce", nil)
	}
	if id.Subject == "" || strings.ContainsAny(id.Subject, "\r\n\x00") {
		return Identity{}, ssoFault("subject", nil)
	}
	return Identity{Issuer: id.Issuer, Subject: id.Subject}, nil
}

// ssoFault tells the person no more than that it failed; what exactly is for operators.
func ssoFault(step string, err error) error {
	return &fault.Error{Kind: fault.Forbidden, Message: "统一登录没有成功，请重新登录", Op: "auth.Finish(" + step + ")", Err: err}
}
