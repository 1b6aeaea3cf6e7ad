package api

import (
	"context"
	"encoding/base64"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"gongkai/civil"
	"gongkai/disclosure"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/importing"
	"gongkai/internal/publishing"
)

// An Intake takes documents from other systems.
type Intake struct {
	Desk  *publishing.Desk
	Files importing.Files
}

// What one token, and one address without a valid token, may do.
const (
	handInEvery, handInBurst = 2 * time.Second, 60
	guessEvery, guessBurst   = time.Minute, 10
	largestHandIn            = 200 << 20 // as it comes, in base64
)

// intakePath is where documents are handed in.
const intakePath = Prefix + "/intake/documents"

// A handedFile is a file within JSON.
type handedFile struct {
	Name    string `json:"name" minLength:"1" maxLength:"200" doc:"文件名，如 通知.docx"`
	Content string `json:"content" minLength:"1" doc:"文件内容，base64"`
}

type handIn struct {
	Authorization string `header:"Authorization" required:"true" doc:"Bearer 加接入令牌"`
	Key           string `header:"Idempotency-Key" required:"true" minLength:"1" maxLength:"200" doc:"幂等键：同一份文件重发时不变"`
	Body          struct {
		Attribute   string       `json:"attribute" required:"true" enum:"主动公开,依申请公开,不予公开" doc:"公开属性，由源头确定"`
		Reason      string       `json:"reason,omitempty" maxLength:"1000" doc:"不主动公开的理由"`
		Title       string       `json:"title,omitempty" maxLength:"200" doc:"不写时从文件中读出；下同"`
		DocNo       string       `json:"doc_no,omitempty" maxLength:"100" doc:"发文字号"`
		Issuer      string       `json:"issuer,omitempty" maxLength:"200" doc:"发文机关"`
		Summary     string       `json:"summary,omitempty" maxLength:"500" doc:"内容概述"`
		FormedOn    string       `json:"formed_on,omitempty" format:"date" doc:"成文日期"`
		IssuedOn    string       `json:"issued_on,omitempty" format:"date" doc:"发文日期"`
		Document    handedFile   `json:"document" doc:"正文文件：DOCX（含WPS）、PDF、OFD、XLSX、HTML、Markdown或者文本"`
		Attachments []handedFile `json:"attachments,omitempty" maxItems:"50"`
	}
}

type handedIn struct {
	Status int
	Body   struct {
		Record string   `json:"record" doc:"草稿的内部编号"`
		State  string   `json:"state" doc:"总是 draft：经审查后才公开"`
		Again  bool     `json:"again" doc:"以前已经收到过，没有重复登记"`
		Notes  []string `json:"notes" doc:"没有认出、存疑或者没有带入的内容，供经办人核对"`
	}
}

// describeIntake registers the address at which documents are handed in.
func (a *API) describeIntake(h huma.API) {
	if a.Intake == nil {
		return
	}
	tokens := auth.NewLimiter(handInEvery, handInBurst, 10_000, a.DB.Now)
	operation := huma.Operation{OperationID: "handIn", Method: http.MethodPost, Path: intakePath, Summary: "报送公文，成为本机关的草稿",
		Description:   "供办公系统使用。令牌由管理员在工作台的“接入渠道”中生成，每个机关各自的。收到的公文只成为草稿，不会因此公开；审查、签发在工作台进行。公开属性必须由报送方给出，与文件上的标注不一致的不予接收。",
		DefaultStatus: http.StatusCreated, MaxBodyBytes: largestHandIn, BodyReadTimeout: 5 * time.Minute,
		Errors: []int{http.StatusUnauthorized, http.StatusConflict, http.StatusRequestEntityTooLarge, http.StatusUnprocessableEntity, http.StatusTooManyRequests}}
	huma.Register(h, operation, func(ctx context.Context, in *handIn) (*handedIn, error) {
		token, ok := strings.CutPrefix(in.Authorization, "Bearer ")
		if !ok {
			return nil, huma.Error401Unauthorized("请在 Authorization 中写明 Bearer 和接入令牌")
		}
		channel, err := a.Intake.Desk.ChannelOf(ctx, strings.TrimSpace(token))
		if err != nil {
			return nil, a.refuseHandIn(ctx, err)
		}
		if ok, wait := tokens.Allow(channel.ID); !ok {
			return nil, huma.Error429TooManyRequests("报送过于频繁，请" + strconv.Itoa(int(math.Ceil(wait.Seconds()))) + "秒后再试")
		}
		out, err := a.handIn(ctx, channel, in)
		if err != nil {
			return nil, a.refuseHandIn(ctx, err)
		}
		return out, nil
	})
}

func (a *API) handIn(ctx context.Context, channel publishing.Channel, in *handIn) (*handedIn, error) {
	s := importing.Submission{Key: in.Key, Name: in.Body.Document.Name, Attribute: disclosure.Attribute(in.Body.Attribute), Because: in.Body.Reason, Title: in.Body.Title,
		DocNo: in.Body.DocNo, Issuer: in.Body.Issuer, Summary: in.Body.Summary}
	var err error
	if s.Content, err = decoded(in.Body.Document); err != nil {
		return nil, err
	}
	for _, f := range in.Body.Attachments {
		content, err := decoded(f)
		if err != nil {
			return nil, err
		}
		s.Attachments = append(s.Attachments, importing.Attachment{Name: f.Name, Content: content})
	}
	for _, day := range []struct {
		text string
		to   *civil.Date
	}{{in.Body.FormedOn, &s.FormedOn}, {in.Body.IssuedOn, &s.IssuedOn}} {
		if day.text != "" {
			if *day.to, err = civil.Parse(day.text); err != nil {
				return nil, fault.New(fault.Invalid, "%v", err)
			}
		}
	}
	handed, err := a.Intake.Files.Hand(ctx, s)
	if err != nil {
		return nil, err
	}
	receipt, err := a.Intake.Desk.TakeIn(ctx, channel, handed)
	if err != nil {
		return nil, err
	}
	out := &handedIn{Status: http.StatusCreated}
	if receipt.Again {
		out.Status = http.StatusOK
	}
	out.Body.Record, out.Body.State, out.Body.Again, out.Body.Notes = string(receipt.Record), "draft", receipt.Again, receipt.Notes
	if out.Body.Notes == nil {
		out.Body.Notes = []string{}
	}
	return out, nil
}

func decoded(f handedFile) ([]byte, error) {
	content, err := base64.StdEncoding.DecodeString(f.Content)
	if err != nil {
		return nil, fault.New(fault.Invalid, "文件“%s”的内容不是base64", f.Name)
	}
	return content, nil
}

// refuseHandIn tells a sender everything that is wrong, with the articles.
func (a *API) refuseHandIn(ctx context.Context, err error) error {
	switch fault.KindOf(err) {
	case fault.Forbidden:
		return huma.Error401Unauthorized(fault.Message(err))
	case fault.Conflict:
		return huma.Error409Conflict(fault.Message(err))
	case fault.Invalid, fault.Unlawful:
		var details []error
		for _, p := range fault.Problems(err) {
			message := p.Message
			if !p.Cite.IsZero() {
				message += "（" + p.Cite.String() + "）"
			}
			details = append(details, &huma.ErrorDetail{Message: message, Location: p.Field})
		}
		return huma.Error422UnprocessableEntity(fault.Message(err), details...)
	case fault.Unavailable:
		return huma.Error503ServiceUnavailable(fault.Message(err))
	}
	return a.refusal(ctx, err)
}

// intakeRoute answers hand-ins. It is open to callers without a session: the token is asked for within. An address that
// tries tokens is slowed down.
func (a *API) intakeRoute() auth.Route {
	guesses := auth.NewLimiter(guessEvery, guessBurst, 50_000, a.DB.Now)
	return auth.Route{Method: http.MethodPost, Pattern: intakePath, Public: true, Handler: func(w http.ResponseWriter, r *http.Request) error {
		seen := &statusWriter{ResponseWriter: w}
		key := r.RemoteAddr
		if a.Caller != nil {
			key = auth.KeyOf(a.Caller(r))
		}
		if guesses.Spent(key) {
			w.Header().Set("Retry-After", "60")
			return fault.New(fault.Unavailable, "令牌错误次数过多，请稍后再试")
		}
		a.mux.ServeHTTP(seen, r)
		if seen.status == http.StatusUnauthorized {
			guesses.Allow(key)
		}
		return nil
	}}
}

type statusWriter struct {
	http.ResponseWriter
	status int
}

func (w *statusWriter) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
