package auth_test

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"gongkai/fault"
	"gongkai/internal/auth"
)

const clientID, clientSecret, redirect = "gongkai", "s3cret", "https://www.example.gov.cn/workbench/sso"

// service is a log-in service that speaks OpenID Connect: discovery, keys, authorisation, token, with real signatures.
type service struct {
	*httptest.Server
	key  *rsa.PrivateKey
	sign *rsa.PrivateKey             // what tokens are signed with; the published key unless a test changes it
	edit func(claims map[string]any) // spoils the token
	drop bool                        // leaves the id_token out
	hmac bool                        // signs with the secret of the client instead of the key
	mu   sync.Mutex
	asks map[string]url.Values // by code
}

var rsaKeys = sync.OnceValues(func() (*rsa.PrivateKey, *rsa.PrivateKey) {
	one, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	two, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	return one, two
})

func newService(t *testing.T) *service {
	t.Helper()
	key, _ := rsaKeys()
	s := &service{key: key, sign: key, edit: func(map[string]any) {}, asks: map[string]url.Values{}}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", func(w http.ResponseWriter, _ *http.Request) {
		reply(w, map[string]any{
			"issuer": s.URL, "authorization_endpoint": s.URL + "/authorize", "token_endpoint": s.URL + "/token", "jwks_uri": s.URL + "/keys",
			"response_types_supported": []string{"code"}, "subject_types_supported": []string{"public"}, "id_token_signing_alg_values_supported": []string{"RS256"},
		})
	})
	mux.HandleFunc("GET /keys", func(w http.ResponseWriter, _ *http.Request) {
		reply(w, jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: &s.key.PublicKey, KeyID: "k1", Algorithm: "RS256", Use: "sig"}}})
	})
	mux.HandleFunc("GET /authorize", func(w http.ResponseWriter, r *http.Request) {
		q := r.URL.Query()
		code := rand.Text()
		s.mu.Lock()
		s.asks[code] = q
		s.mu.Unlock()
		http.Redirect(w, r, q.Get("redirect_uri")+"?"+url.Values{"code": {code}, "state": {q.Get("state")}}.Encode(), http.StatusFound)
	})
	mux.HandleFunc("POST /token", s.token)
	s.Server = httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s
}

func reply(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(v)
}

// token gives a token for a code, once, to the client who proves by PKCE that it asked.
func (s *service) token(w http.ResponseWriter, r *http.Request) {
	id, secret, _ := r.BasicAuth()
	s.mu.Lock()
	ask, ok := s.asks[r.FormValue("code")]
	delete(s.asks, r.FormValue("code"))
	s.mu.Unlock()
	sum := sha256.Sum256([]byte(r.FormValue("code_verifier")))
	if !ok || id != clientID || secret != clientSecret || ask.Get("code_challenge_method") != "S256" ||
		base64.RawURLEncoding.EncodeToString(sum[:]) != ask.Get("code_challenge") || r.FormValue("redirect_uri") != redirect {
		w.WriteHeader(http.StatusBadRequest)
		reply(w, map[string]any{"error": "invalid_grant"})
		return
	}
	now := time.Now()
	claims := map[string]any{
		"iss": s.URL, "sub": "u-1", "aud": clientID, "nonce": ask.Get("nonce"), "iat": now.Unix(), "exp": now.Add(time.Minute).Unix(),
	}
	s.edit(claims)
	answer := map[string]any{"access_token": "at", "token_type": "Bearer", "expires_in": 60}
	if !s.drop {
		key := jose.SigningKey{Algorithm: jose.RS256, Key: s.sign}
		if s.hmac {
			key = jose.SigningKey{Algorithm: jose.HS256, Key: []byte(strings.Repeat(clientSecret, 8))}
		}
		signer, err := jose.NewSigner(key, (&jose.SignerOptions{}).WithHeader("kid", "k1"))
		if err != nil {
			panic(err)
		}
		if answer["id_token"], err = jwt.Signed(signer).Claims(claims).Serialize(); err != nil {
			panic(err)
		}
	}
	reply(w, answer)
}

// come sends a browser to the service and returns what it comes back with.
func come(t *testing.T, address string) url.Values {
	t.Helper()
	browser := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := browser.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	back, err := res.Location()
	if err != nil || !strings.HasPrefix(back.String(), redirect+"?") {
		t.Fatal(back, err)
	}
	return back.Query()
}

func TestSingleSignOn(t *testing.T) {
	_, stranger := rsaKeys()
	for _, tt := range []struct {
		name  string
		spoil func(s *service, p *auth.Pending, q url.Values)
		want  string // the step at which it fails; empty for success
	}{
		{"顺利", func(*service, *auth.Pending, url.Values) {}, ""},
		{"state 被换", func(_ *service, _ *auth.Pending, q url.Values) { q.Set("state", "x") }, "state"},
		{"没有开始过", func(_ *service, p *auth.Pending, q url.Values) { *p = auth.Pending{}; q.Del("state") }, "state"},
		{"用户拒绝", func(_ *service, _ *auth.Pending, q url.Values) { q.Set("error", "access_denied") }, "refused"},
		{"没有 code", func(_ *service, _ *auth.Pending, q url.Values) { q.Del("code") }, "refused"},
		{"code 是别人的", func(_ *service, _ *auth.Pending, q url.Values) { q.Set("code", "stolen") }, "exchange"},
		{"PKCE 不符", func(_ *service, p *auth.Pending, _ url.Values) { p.Verifier = strings.Repeat("x", 43) }, "exchange"},
		{"没有 id_token", func(s *service, _ *auth.Pending, _ url.Values) { s.drop = true }, "no id_token"},
		{"签名不是它的", func(s *service, _ *auth.Pending, _ url.Values) { s.sign = stranger }, "token"},
		{"用对称密钥签名", func(s *service, _ *auth.Pending, _ url.Values) { s.hmac = true }, "token"},
		{"发给别人的", func(s *service, _ *auth.Pending, _ url.Values) {
			s.edit = func(c map[string]any) { c["aud"] = "other" }
		}, "token"},
		{"别的签发者", func(s *service, _ *auth.Pending, _ url.Values) {
			s.edit = func(c map[string]any) { c["iss"] = "https://evil.example" }
		}, "token"},
		{"过期", func(s *service, _ *auth.Pending, _ url.Values) {
			s.edit = func(c map[string]any) { c["exp"] = time.Now().Add(-time.Hour).Unix() }
		}, "token"},
		{"nonce 重放", func(s *service, _ *auth.Pending, _ url.Values) {
			s.edit = func(c map[string]any) { c["nonce"] = "old" }
		}, "nonce"},
		{"没有 nonce", func(s *service, _ *auth.Pending, _ url.Values) {
			s.edit = func(c map[string]any) { delete(c, "nonce") }
		}, "nonce"},
		{"没有用户", func(s *service, _ *auth.Pending, _ url.Values) { s.edit = func(c map[string]any) { delete(c, "sub") } }, "subject"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := newService(t)
			o, err := auth.NewOIDC(t.Context(), auth.SingleSignOn{Issuer: s.URL, ClientID: clientID, ClientSecret: clientSecret, RedirectURL: redirect, Scopes: []string{"openid", "profile"}})
			if err != nil {
				t.Fatal(err)
			}
			address, pending := o.Begin()
			back := come(t, address)
			tt.spoil(s, &pending, back)
			got, err := o.Finish(t.Context(), pending, back)
			if tt.want == "" {
				if err != nil || got != (auth.Identity{Issuer: s.URL, Subject: "u-1"}) {
					t.Fatalf("%+v, %v", got, err)
				}
				if _, err := o.Finish(t.Context(), pending, back); err == nil {
					t.Error("a code works twice")
				}
				return
			}
			if fault.KindOf(err) != fault.Forbidden || !strings.Contains(err.Error(), "("+tt.want+")") || strings.Contains(fault.Message(err), tt.want) {
				t.Errorf("got %v, want a failure at %q", err, tt.want)
			}
		})
	}
}

func TestSingleSignOnAsksWithEveryProtection(t *testing.T) {
	s := newService(t)
	o, err := auth.NewOIDC(t.Context(), auth.SingleSignOn{Issuer: s.URL, ClientID: clientID, RedirectURL: redirect})
	if err != nil {
		t.Fatal(err)
	}
	one, p1 := o.Begin()
	_, p2 := o.Begin()
	u, err := url.Parse(one)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	if q.Get("state") != p1.State || q.Get("nonce") != p1.Nonce || q.Get("code_challenge") == "" || q.Get("code_challenge_method") != "S256" || q.Get("response_type") != "code" {
		t.Error(one)
	}
	if p1.State == p2.State || p1.Nonce == p2.Nonce || p1.Verifier == p2.Verifier || strings.Contains(one, p1.Verifier) {
		t.Error("secrets repeat or show")
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	if _, err := auth.NewOIDC(ctx, auth.SingleSignOn{Issuer: s.URL + "/other", ClientID: clientID}); fault.KindOf(err) != fault.Unavailable {
		t.Errorf("a service that is not there: %v", err)
	}
}
