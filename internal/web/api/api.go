// Package api answers programs under /api/v1: what the portal shows to people, as JSON, with an OpenAPI description at
// /api/v1/openapi.json. It is open to everybody, and holds nothing that the portal does not publish: a
// withdrawn record is named with the reason for its withdrawal and without its text. It reads only, but for one address
// at which the systems of agencies hand documents in with a token of theirs; those become drafts.
//
// 《条例》第二十四条 asks for publication by which people can search, look up and download; files in open formats are
// part of that. Fields are only ever added: what a program relies on keeps its name and meaning.
package api

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"sync"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
	"github.com/danielgtaylor/huma/v2/validation"

	"gongkai/civil"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/database"
)

// Prefix is where every address of the interface begins, below the base path.
const Prefix = "/api/v1"

// Options set the interface up.
type Options struct {
	DB       *database.DB
	BasePath string // "" or /xxgk
	URL      string // the address of the site as browsers name it, without path; empty if unknown
	Logger   *slog.Logger
	Intake   *Intake                          // nil takes no documents
	Caller   func(r *http.Request) netip.Addr // whose call it is; the peer of the connection if nil
}

// An API is the interface for programs.
type API struct {
	Options
	mux    *http.ServeMux
	routes []auth.Route
}

// New makes the interface.
func New(o Options) *API {
	speakChinese()
	a := &API{Options: o, mux: http.NewServeMux()}
	config := huma.DefaultConfig("政府信息公开数据接口", "1.0.0")
	config.Info.Description = "公开的政府信息、公开目录和规范性文件。只读，无需注册；办公系统凭令牌报送公文除外。字段只增不改。"
	config.OpenAPIPath, config.DocsPath, config.SchemasPath = Prefix+"/openapi", "", Prefix+"/schemas"
	config.CreateHooks = nil // no $schema in every answer: it would carry the name of the host that was asked for
	config.Servers = []*huma.Server{{URL: o.URL + o.BasePath + "/"}}
	h := humago.New(a.mux, config)
	a.describeAgencies(h)
	a.describeRecords(h)
	a.describeIntake(h)
	for path := range h.OpenAPI().Paths {
		if path != intakePath {
			a.route(path)
		}
	}
	if a.Intake != nil {
		a.routes = append(a.routes, a.intakeRoute())
	}
	for _, file := range []string{"/openapi.json", "/openapi.yaml", "/schemas/{schema}"} {
		a.route(Prefix + file)
	}
	slices.SortFunc(a.routes, func(x, y auth.Route) int { return strings.Compare(x.Pattern, y.Pattern) })
	return a
}

// Routes returns the addresses of the interface, below the base path. All are public; the intake asks for its token itself.
func (a *API) Routes() []auth.Route { return a.routes }

func (a *API) route(pattern string) {
	a.routes = append(a.routes, auth.Route{Method: http.MethodGet, Pattern: pattern, Public: true,
		Handler: func(w http.ResponseWriter, r *http.Request) error {
			w.Header().Set("Access-Control-Allow-Origin", "*") // open data: any page may read it, without cookies
			a.mux.ServeHTTP(w, r)
			return nil
		}})
}

func (a *API) today() civil.Date { return civil.Of(a.DB.Now()) }

// get registers one address with what it answers.
func get[I, O any](a *API, h huma.API, path, id, summary string, answer func(context.Context, *I) (*O, error)) {
	operation := huma.Operation{OperationID: id, Method: http.MethodGet, Path: Prefix + path, Summary: summary,
		Errors: []int{http.StatusNotFound, http.StatusUnprocessableEntity}}
	huma.Register(h, operation, func(ctx context.Context, in *I) (*O, error) {
		out, err := answer(ctx, in)
		if err != nil {
			return nil, a.refusal(ctx, err)
		}
		return out, nil
	})
}

// refusal turns an error into an answer that gives nothing internal away.
func (a *API) refusal(ctx context.Context, err error) error {
	switch {
	case errors.Is(err, context.Canceled):
		return err
	case database.NotFound(err), fault.KindOf(err) == fault.NotFound:
		return huma.Error404NotFound("没有找到")
	case fault.KindOf(err) == fault.Invalid:
		return huma.Error422UnprocessableEntity(fault.Message(err))
	default:
		a.Logger.ErrorContext(ctx, "api: internal", "error", err.Error())
		return huma.Error500InternalServerError("系统出错，请稍后再试")
	}
}

// speakChinese sets the words in which the library refuses a question; it has them in variables of its own.
var speakChinese = sync.OnceFunc(func() {
	validation.MsgExpectedInteger, validation.MsgExpectedNumber = "应为整数", "应为数字"
	validation.MsgExpectedMinimumNumber, validation.MsgExpectedMaximumNumber = "不得小于%v", "不得大于%v"
	validation.MsgExpectedMinLength, validation.MsgExpectedMaxLength = "不得少于%d个字", "不得多于%d个字"
	validation.MsgExpectedOneOf, validation.MsgExpectedRFC3339Date = "应为其中之一：%s", "应为日期，如 2026-11-03"
	validation.MsgExpectedRequiredProperty, validation.MsgExpectedString = "缺少 %s", "应为文字"
	make422 := huma.NewError
	huma.NewError = func(status int, message string, problems ...error) huma.StatusError {
		if message == "validation failed" {
			message = "请求的参数有误"
		}
		if status >= http.StatusInternalServerError {
			problems = nil // what went wrong inside is for the log, not for the caller
		}
		return make422(status, message, problems...)
	}
})
