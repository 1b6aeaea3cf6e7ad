package portal

import (
	"context"

	"gongkai/agency"
	"gongkai/civil"
	"gongkai/internal/database"
	"gongkai/internal/query"
	"gongkai/internal/web/ui"

	lru "github.com/hashicorp/golang-lru/v2"
)

// sharedFacts bounds how many agencies' facts are remembered.
const sharedFacts = 512

// shared are facts that every page of an agency shows: its names, its head and foot, its settings. They are remembered for
// as long as a page made at the same time would be kept.
type shared struct {
	agencies *remembered[query.AgencyRow] // by public address
	sites    *remembered[ui.Site]         // by agency, empty for the whole site
	settings *remembered[agency.Settings] // by agency
}

func newShared() shared {
	return shared{agencies: newRemembered[query.AgencyRow](), sites: newRemembered[ui.Site](), settings: newRemembered[agency.Settings]()}
}

// remembered are facts with the state of the site in which they were read.
type remembered[T any] struct {
	cache *lru.Cache[string, rememberedFact[T]]
}

type rememberedFact[T any] struct {
	of   state
	fact T
}

// state is what pages and facts are kept for: a revision of the site and a day.
type state struct {
	revision int64
	day      civil.Date
}

type stateKey struct{}

// within marks the context with the state that was read before the view of the database was opened: what the view shows
// is at least as new.
func within(ctx context.Context, s state) context.Context {
	return context.WithValue(ctx, stateKey{}, s)
}

func newRemembered[T any]() *remembered[T] {
	cache, err := lru.New[string, rememberedFact[T]](sharedFacts)
	if err != nil {
		panic(err) // the bound is positive
	}
	return &remembered[T]{cache: cache}
}

// get returns the fact of the state under which the view was opened, read now unless it is remembered. A view without a
// state reads.
func (m *remembered[T]) get(q *database.Query, key string, read func() (T, error)) (T, error) {
	s, known := q.Context().Value(stateKey{}).(state)
	if !known {
		return read()
	}
	if old, found := m.cache.Get(key); found && old.of == s {
		return old.fact, nil
	}
	fact, err := read()
	if err == nil {
		m.cache.Add(key, rememberedFact[T]{of: s, fact: fact})
	}
	return fact, err
}

// settingsOf are the settings of the agency today.
func (p *Portal) settingsOf(q *database.Query, of agency.ID) (agency.Settings, error) {
	return p.shared.settings.get(q, string(of), func() (agency.Settings, error) { return query.PortalSettings(q, of, p.today()) })
}

// agencyAt is the agency with the public address.
func (p *Portal) agencyAt(q *database.Query, code string) (query.AgencyRow, error) {
	return p.shared.agencies.get(q, code, func() (query.AgencyRow, error) { return query.PortalAgency(q, code) })
}
