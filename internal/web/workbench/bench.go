package workbench

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"gongkai/agency"
	"gongkai/fault"
	"gongkai/internal/administering"
	"gongkai/internal/auth"
	"gongkai/internal/blob"
	"gongkai/internal/web"
	"gongkai/internal/web/ui"
)

// Options set a Bench up.
type Options struct {
	Desk     *administering.Desk
	Sessions *auth.Sessions
	SSO      func(context.Context) (*auth.OIDC, error) // single sign-on; nil for none
	BasePath string                                    // "" or /xxgk
	SiteName string                                    // 凉州区政府信息公开
	Theme    string                                    // path of a style sheet with the agency's tokens; empty for the standard look
	Uploads  Uploads
	Files    *blob.Store  // where what is handed in with forms is kept
	Proxies  auth.Network // whose word about the caller's address is believed
	Networks auth.Network // who may reach the workbench; empty for all
	Failures *web.Failures
	// Opened is called with the page that somebody opens: what they were told of it is seen. Nil for nothing.
	Opened func(ctx context.Context, by auth.Actor, path string) error
}

// Uploads bounds what is handed in, in bytes.
type Uploads struct {
	File int64 // one file
	Form int64 // a form with all its files
}

// A Bench is the staff's face of the site.
type Bench struct {
	Options
	parts []Part
	gate  *gate
}

// A Part is the pages of one subject.
type Part struct {
	Routes []auth.Route
	Nav    []NavItem
	Panels []Panel
}

// New makes a bench without pages other than its own.
func New(o Options) *Bench {
	if o.Failures == nil {
		o.Failures = &web.Failures{}
	}
	b := &Bench{Options: o, gate: newGate(o.Desk.DB.Now)}
	b.Add(b.own())
	return b
}

// Add adds pages. It is called before [Bench.Handler].
func (b *Bench) Add(parts ...Part) { b.parts = append(b.parts, parts...) }

// Routes returns every address of the workbench with its rule.
func (b *Bench) Routes() []auth.Route {
	var all []auth.Route
	for _, part := range b.parts {
		all = append(all, part.Routes...)
	}
	return all
}

// Handler serves the workbench: sessions, networks and rules around the pages. Protection against calls from other
// sites is around the whole site, see internal/app.
func (b *Bench) Handler() http.Handler {
	mux := auth.NewMux(b.Routes(), auth.Guard{
		Actor:  func(r *http.Request) (auth.Actor, error) { return standingOf(r).ask(b, r) },
		Agency: b.named,
		Fail:   b.fail,
	})
	pages := b.Failures.Routes(mux)
	pages = b.stand(pages)
	pages = b.Sessions.Middleware(pages)
	pages = auth.OnlyFrom(b.Networks, b.Proxies, b.Failures.Fail)(pages)
	return auth.NoStore(pages)
}

// named finds the agency that an address names by its code.
func (b *Bench) named(r *http.Request, code string) (agency.ID, error) {
	tree, err := b.Desk.Tree(r.Context())
	if err != nil {
		return "", err
	}
	a, ok := tree.ByCode(code)
	if !ok {
		return "", fault.New(fault.NotFound, "没有找到这个机关")
	}
	return a.ID, nil
}

// A NavItem is one entry of the navigation, shown to those whose roles allow the action for their own agency or one
// below it.
type NavItem struct {
	Group  string // 工作 or 管理; entries of a group stand together
	Text   string
	Path   string // below the base path: /workbench/records
	Action auth.Action
	Order  int // within the group, small first
	// Covers are further addresses that belong to the entry, with those below them; * stands for one step of the path:
	// /workbench/agencies/*/reports.
	Covers []string

	// Count returns how much waits behind the entry; nil for entries without a count.
	Count func(ctx context.Context, by auth.Actor) (int, error)
}

// The groups of the navigation, in order.
const (
	Today   = ""
	Publish = "发布"
	Answer  = "申请"
	Oversee = "监督和年报"
	Admin   = "管理"
)

var groups = []string{Today, Publish, Answer, Oversee, Admin}

// may reports whether the actor's roles allow the action for any agency.
func may(by auth.Actor, action auth.Action) bool {
	return auth.Allows(by.Roles, action, auth.Own) || auth.Allows(by.Roles, action, auth.Below)
}

// leads says how many steps of the path the entry covers, -1 where the path does not belong to it.
func (i NavItem) leads(path string) int {
	if path == i.Path {
		return strings.Count(path, "/") + 1
	}
	most := -1
	for _, covered := range append([]string{i.Path}, i.Covers...) {
		if covered == homePath {
			continue
		}
		steps, there := strings.Split(strings.Trim(covered, "/"), "/"), strings.Split(strings.Trim(path, "/"), "/")
		if len(there) < len(steps) {
			continue
		}
		if slices.EqualFunc(steps, there[:len(steps)], func(want, step string) bool { return want == "*" || want == step }) {
			most = max(most, len(steps))
		}
	}
	return most
}

// nav is the navigation of the actor on the page at path: the entry with the longest matching path is the current one.
func (b *Bench) nav(ctx context.Context, by auth.Actor, path string) []ui.NavItem {
	var items []NavItem
	for _, part := range b.parts {
		for _, item := range part.Nav {
			if may(by, item.Action) {
				items = append(items, item)
			}
		}
	}
	slices.SortStableFunc(items, func(x, y NavItem) int {
		if x.Group != y.Group {
			return slices.Index(groups, x.Group) - slices.Index(groups, y.Group)
		}
		return x.Order - y.Order
	})
	current, longest := -1, -1
	nav := make([]ui.NavItem, 0, len(items))
	for i, item := range items {
		n := ui.NavItem{Link: ui.Link{Text: item.Text, Href: item.Path}, Group: item.Group}
		if item.Count != nil {
			if count, err := item.Count(ctx, by); err == nil { // a page is not refused for a number beside it
				n.Count = count
			}
		}
		if steps := item.leads(path); steps > longest {
			current, longest = i, steps
		}
		nav = append(nav, n)
	}
	if current >= 0 {
		nav[current].Current = true
	}
	return nav
}
