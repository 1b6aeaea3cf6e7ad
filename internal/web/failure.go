package web

import (
	"context"
	"encoding/json"
	"errors"
	"html/template"
	"log/slog"
	"net/http"
	"strconv"
	"strings"

	"gongkai/fault"
)

// A Failure is an error as callers are told it.
type Failure struct {
	Status    int
	Title     string // 没有找到
	Message   string // complete and safe
	Problems  []fault.Problem
	RequestID string // to name it by
}

// A Renderer draws failures in the style of a face. It writes the status too.
type Renderer interface {
	RenderFailure(w http.ResponseWriter, r *http.Request, f Failure)
}

// Failures turns errors into answers.
type Failures struct {
	Renderer Renderer // nil for a plain page
	Logger   *slog.Logger
	API      string // addresses below it are answered in JSON, whatever the caller accepts; empty for none
}

// statuses is the only place where kinds of faults meet HTTP.
var statuses = map[fault.Kind]int{
	fault.Internal: http.StatusInternalServerError, fault.Invalid: http.StatusUnprocessableEntity,
	fault.NotFound: http.StatusNotFound, fault.Forbidden: http.StatusForbidden, fault.Conflict: http.StatusConflict,
	fault.Unlawful: http.StatusUnprocessableEntity, fault.Unavailable: http.StatusServiceUnavailable,
}

// statusGone is what the log says of a caller who did not wait; nobody is there to read it.
const statusGone = 499

var titles = map[int]string{
	http.StatusBadRequest: "请求有误", http.StatusForbidden: "无权访问", http.StatusNotFound: "没有找到",
	http.StatusMethodNotAllowed: "不能这样操作", http.StatusConflict: "与他人的操作冲突",
	http.StatusRequestEntityTooLarge: "提交的内容太大", http.StatusUnprocessableEntity: "需要修改",
	http.StatusTooManyRequests: "操作太频繁", http.StatusServiceUnavailable: "暂时无法办理",
	http.StatusInternalServerError: "系统出错",
}

// retryAfter is what clients of an unavailable service are asked to wait.
const retryAfter = "30"

// Fail answers the request with the error. What is for operators goes to the log, with the number that the caller sees.
func (f *Failures) Fail(w http.ResponseWriter, r *http.Request, err error) {
	if x := exchangeOf(r.Context()); x != nil {
		x.err = err
	}
	if errors.Is(err, context.Canceled) && r.Context().Err() != nil {
		w.WriteHeader(statusGone)
		return
	}
	kind := fault.KindOf(err)
	failure := Failure{Status: statuses[kind], Message: fault.Message(err)}
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		failure = Failure{Status: http.StatusRequestEntityTooLarge, Message: "提交的内容超过了允许的大小"}
	case kind == fault.Internal:
		f.Logger.ErrorContext(r.Context(), "web: internal", "request", RequestID(r.Context()), "error", err.Error())
	case kind == fault.Unavailable:
		f.Logger.WarnContext(r.Context(), "web: unavailable", "request", RequestID(r.Context()), "error", err.Error())
	}
	if failure.Status == http.StatusUnprocessableEntity {
		failure.Problems = fault.Problems(err)
	}
	f.write(w, r, failure)
}

func (f *Failures) write(w http.ResponseWriter, r *http.Request, failure Failure) {
	failure.RequestID = RequestID(r.Context())
	if failure.Title == "" {
		failure.Title = titles[failure.Status]
	}
	h := w.Header()
	for _, name := range []string{"Content-Length", "Content-Encoding", "ETag", "Last-Modified"} {
		h.Del(name)
	}
	h.Set("Cache-Control", "no-store")
	if failure.Status == http.StatusServiceUnavailable {
		h.Set("Retry-After", retryAfter)
	}
	switch {
	case f.API != "" && strings.HasPrefix(r.URL.Path, f.API):
		writeProblem(w, failure)
	case f.Renderer != nil:
		f.Renderer.RenderFailure(w, r, failure)
	default:
		writePlain(w, failure)
	}
}

// problem is an error of the API (RFC 9457).
type problem struct {
	Type      string          `json:"type"`
	Title     string          `json:"title"`
	Status    int             `json:"status"`
	Detail    string          `json:"detail"`
	RequestID string          `json:"request_id,omitempty"`
	Problems  []fault.Problem `json:"problems,omitempty"`
}

func writeProblem(w http.ResponseWriter, f Failure) {
	text, err := json.Marshal(problem{"about:blank", f.Title, f.Status, f.Message, f.RequestID, f.Problems})
	if err != nil { // strings and integers only: cannot be
		text = []byte(`{"type":"about:blank"}`)
	}
	w.Header().Set("Content-Type", "application/problem+json")
	w.Header().Set("Content-Length", strconv.Itoa(len(text)))
	w.WriteHeader(f.Status)
	_, _ = w.Write(text) // a caller who is gone needs no answer
}

var plainPage = template.Must(template.New("failure").Parse(`<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{{.Title}}</title></head>
<body><main><h1>{{.Title}}</h1><p>{{.Message}}</p>{{with .Problems}}<ul>{{range .}}<li>{{.Message}}{{if not .Cite.IsZero}}（{{.Cite}}）{{end}}</li>{{end}}</ul>{{end}}
{{with .RequestID}}<p>编号：{{.}}</p>{{end}}</main></body></html>
`))

// Plain draws failures on a page without a style, as before a face is there to draw them.
var Plain Renderer = plain{}

type plain struct{}

func (plain) RenderFailure(w http.ResponseWriter, _ *http.Request, f Failure) { writePlain(w, f) }

func writePlain(w http.ResponseWriter, f Failure) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(f.Status)
	_ = plainPage.Execute(w, f) // a caller who is gone needs no answer
}
