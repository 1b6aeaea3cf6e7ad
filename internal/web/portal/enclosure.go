package portal

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"io"
	"mime/multipart"
	"net/http"
	"path/filepath"
	"strconv"
	"strings"
	"time"
	"unicode"

	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/casework"
	"gongkai/internal/web"
)

// Keep stores a file that somebody without an account hands in; it refuses what is too large or no document.
type Keep func(ctx context.Context, r io.Reader, most int64) (hash string, err error)

// Limits of what is handed in with a form.
const (
	mostFiles   = 5
	mostFile    = 10 << 20
	mostUpload  = mostFiles*mostFile + 1<<20
	inMemory    = 1 << 20
	enclosedFor = 24 * time.Hour // between choosing a file and sending the form
	longestFile = 80             // characters of a name
)

// enclosedKinds says what is taken, for the hints of fields.
const enclosedKinds = "PDF、OFD、Word、WPS、Excel、图片或者文本，每个不超过10MB，最多5个"

// uploading lets a form bring files.
func uploading(h auth.Handler) auth.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		if strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data") {
			web.AllowBody(r, mostUpload)
			r.Body = http.MaxBytesReader(w, r.Body, mostUpload)
			if err := r.ParseMultipartForm(inMemory); err != nil {
				return fault.New(fault.Invalid, "提交的内容读不出来，或者文件太大：每个文件不超过10MB，最多%d个", mostFiles)
			}
			defer func() { _ = r.MultipartForm.RemoveAll() }()
			for _, values := range r.MultipartForm.Value {
				for _, v := range values {
					if !isText(v) {
						return fault.New(fault.Invalid, "提交的内容里有无法识别的字符")
					}
				}
			}
		}
		return h(w, r)
	}
}

// An enclosed file was handed in with an earlier step of a form. Its token is signed, so that nobody names a file that
// they did not hand in.
type enclosed struct {
	casework.Enclosure
	Token string
}

// enclose keeps the files that came with the request and returns them after those of the earlier steps.
func (p *Portal) enclose(r *http.Request, earlier []enclosed) (list []enclosed, problems []fault.Problem) {
	list = earlier
	if r.MultipartForm == nil || p.Keep == nil {
		return list, nil
	}
	wrong := func(message string) {
		problems = append(problems, fault.Problem{Field: "files", Message: message})
	}
	for _, head := range r.MultipartForm.File["files"] {
		if head.Filename == "" && head.Size == 0 {
			continue
		}
		name := fileName(head.Filename)
		switch {
		case len(list) >= mostFiles:
			wrong("附件最多" + strconv.Itoa(mostFiles) + "个，“" + name + "”没有收下")
			continue
		case head.Size > mostFile:
			wrong("“" + name + "”超过10MB")
			continue
		}
		hash, err := p.store(r.Context(), head)
		if fault.KindOf(err) == fault.Invalid {
			wrong("“" + name + "”：" + fault.Message(err))
			continue
		}
		if err != nil {
			wrong("“" + name + "”没有收下，请稍后再试")
			continue
		}
		e := casework.Enclosure{Name: name, Hash: hash}
		list = append(list, enclosed{e, p.seal(e)})
	}
	return list, problems
}

func (p *Portal) store(ctx context.Context, head *multipart.FileHeader) (string, error) {
	file, err := head.Open()
	if err != nil {
		return "", err
	}
	defer func() { _ = file.Close() }()
	return p.Keep(ctx, file, mostFile)
}

// fileName is the name of a file without its folder and without what no name should hold.
func fileName(name string) string {
	name = filepath.Base(strings.ReplaceAll(name, `\`, "/"))
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || strings.ContainsRune(`<>:"|?*`, r) {
			return -1
		}
		return r
	}, name)
	runes := []rune(name)
	if len(runes) > longestFile {
		runes = runes[len(runes)-longestFile:] // the end says what kind of file it is
	}
	if len(runes) == 0 {
		return "附件"
	}
	return string(runes)
}

// seal makes the token of a file.
func (p *Portal) seal(e casework.Enclosure) string {
	body := strconv.FormatInt(p.DB.Now().Add(enclosedFor).Unix(), 10) + "\n" + e.Hash + "\n" + e.Name
	return encode(append(p.signFile(body), body...))
}

func (p *Portal) signFile(body string) []byte {
	mac := hmac.New(sha256.New, p.captchas.key)
	mac.Write([]byte("file\n" + body))
	return mac.Sum(nil)
}

// unseal reads tokens; what was not sealed here, or too long ago, is left out.
func (p *Portal) unseal(tokens []string) []enclosed {
	var list []enclosed
	for _, token := range tokens[:min(len(tokens), mostFiles)] {
		raw, err := base64.RawURLEncoding.DecodeString(token)
		if err != nil || len(raw) < sha256.Size {
			continue
		}
		body := string(raw[sha256.Size:])
		until, rest, _ := strings.Cut(body, "\n")
		hash, name, ok := strings.Cut(rest, "\n")
		end, err := strconv.ParseInt(until, 10, 64)
		if !hmac.Equal(raw[:sha256.Size], p.signFile(body)) || err != nil || !ok || p.DB.Now().Unix() > end {
			continue
		}
		list = append(list, enclosed{casework.Enclosure{Name: name, Hash: hash}, token})
	}
	return list
}

// enclosures are the files as use-cases take them.
func enclosures(list []enclosed) []casework.Enclosure {
	var files []casework.Enclosure
	for _, e := range list {
		files = append(files, e.Enclosure)
	}
	return files
}
