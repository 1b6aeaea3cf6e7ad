package disclosure

import (
	"strconv"
	"strings"

	"gongkai/catalog"
	"gongkai/civil"
	"gongkai/fault"
	"gongkai/law"
	"gongkai/review"
)

// A Publication is the public life of a record: facts in the order in which they happened.
type Publication struct {
	Record ID
	Index  catalog.IndexNo
	Acts   []Act
}

// An ActKind is what happened to a publication.
type ActKind string

// The acts.
const (
	Published ActKind = "published"
	Revised   ActKind = "revised"
	Recalled  ActKind = "withdrawn"
	Restored  ActKind = "restored"
)

// An Act is one fact of a publication.
type Act struct {
	Kind    ActKind
	On      civil.Date
	Version int
	Digest  string
	Reason  string // public, for a withdrawal and a revision
}

// ReviewKind is the kind under which records are reviewed.
const ReviewKind = "record"

// Canonical writes everything that the public will see of the record in one exact form, to be hashed for review and
// for the transparency log. Two records with the same canonical form are the same to every reader.
func (r Record) Canonical() []byte {
	var b strings.Builder
	field := func(values ...string) {
		for _, v := range values {
			b.WriteString(strconv.Itoa(len(v)) + ":" + v)
		}
	}
	field("record/1", string(r.ID), string(r.Agency), string(r.Column), string(r.Item), string(r.Kind), r.Title, r.Summary,
		r.Issuer, r.DocNo, r.Register, r.FormedOn.String(), r.ChangedOn.String(), r.IssuedOn.String(), r.EffectiveOn.String(),
		r.ExpiresOn.String(), string(r.Attribute), string(r.Theme), r.Genre, r.Audience, r.Language,
		strings.Join(r.Keywords, "\n"), strings.Join(r.Channels, "\n"), r.Body)
	for _, f := range r.Files {
		field("file", f.Name, f.Hash, f.Type, strconv.FormatInt(f.Size, 10))
	}
	for _, l := range r.Links {
		field("link", string(l.Relation), string(l.To), l.On.String())
	}
	if r.Attribute != Proactive { // the public never sees it: reviewers see why
		field("kept", r.Ground.String(), r.Because, r.ReviewOn.String())
	}
	return []byte(b.String())
}

// Visible reports whether the public sees the record now.
func (p Publication) Visible() bool {
	if len(p.Acts) == 0 {
		return false
	}
	return p.Acts[len(p.Acts)-1].Kind != Recalled
}

// Version returns the number of the last published version, 0 before the first.
func (p Publication) Version() int {
	if len(p.Acts) == 0 {
		return 0
	}
	return p.Acts[len(p.Acts)-1].Version
}

// Publish returns the act that puts the record, whose content has the digest, before the public on the day. The
// clearance must have been given for exactly this content. The first publication takes the index number; later ones
// keep it and need a public reason.
// 法源: 《条例》第十七条第一款、《条例》第二十六条、《保密法实施条例》第四十二条。
func Publish(r Record, digest string, c review.Clearance, p Publication, on civil.Date, reason string) (Act, error) {
	problems := r.Check(on)
	if !c.Clears(ReviewKind, string(r.ID), digest) {
		problems = append(problems, fault.Problem{Message: "这一版内容没有通过公开审查，不能发布", Cite: law.OGI.Art(17).P(1)})
	}
	kind := Published
	if len(p.Acts) > 0 {
		kind = Revised
		if p.Acts[len(p.Acts)-1].Digest == digest && p.Visible() {
			problems = append(problems, fault.Problem{Message: "内容与已发布的版本相同"})
		}
		if strings.TrimSpace(reason) == "" {
			problems = append(problems, fault.Problem{Field: "reason", Message: "请填写修订说明，将随新版本公布"})
		}
	}
	if len(problems) > 0 {
		return Act{}, fault.Of(problems)
	}
	return Act{Kind: kind, On: on, Version: p.Version() + 1, Digest: digest, Reason: strings.TrimSpace(reason)}, nil
}

// Withdraw returns the act that takes the content away from the public; the page stays and gives the reason.
// 法源: 《条例》第六条第一款。
func Withdraw(p Publication, on civil.Date, reason string) (Act, error) {
	if !p.Visible() {
		return Act{}, fault.New(fault.Conflict, "这条信息没有在公开状态，不能撤回")
	}
	if strings.TrimSpace(reason) == "" {
		return Act{}, fault.Of([]fault.Problem{{Field: "reason", Message: "请填写撤回理由，将在原页面上公布"}})
	}
	last := p.Acts[len(p.Acts)-1]
	return Act{Kind: Recalled, On: on, Version: last.Version, Digest: last.Digest, Reason: strings.TrimSpace(reason)}, nil
}
