package auth

import (
	"fmt"
	"net/http"
	"strings"

	"gongkai/agency"
)

// A Handler answers a call, or returns the error that the web turns into a page.
type Handler func(w http.ResponseWriter, r *http.Request) error

// A Route is one address of the program with the rule for it: an action, or public. A route without a rule does not
// start. Handlers of things that belong to an agency other than the one in the address check again in the use-case.
type Route struct {
	Method  string // GET, POST …
	Pattern string // as http.ServeMux takes it, without method: /workbench/agencies/{agency}/sections
	Action  Action // who may, by the table
	Public  bool   // everybody may, logged in or not
	Early   bool   // may be called while a password or second factor is outstanding; only with [UseAccount]
	Handler Handler
}

// targetName is the wildcard of a pattern that names the agency acted upon. Without it the own agency is meant.
const targetName = "agency"

// Check returns what is wrong with the rule of the route.
func (r Route) Check() error {
	name := r.Method + " " + r.Pattern
	switch {
	case r.Method == "" || strings.ToUpper(r.Method) != r.Method || strings.ContainsAny(r.Method, " /"):
		return fmt.Errorf("route %q: no method", name)
	case !strings.HasPrefix(r.Pattern, "/"):
		return fmt.Errorf("route %q: the pattern must begin with /", name)
	case r.Handler == nil:
		return fmt.Errorf("route %q: no handler", name)
	case r.Public && r.Action != "":
		return fmt.Errorf("route %q: public and with an action", name)
	case !r.Public && r.Action == "":
		return fmt.Errorf("route %q: no rule: name an action or make it public", name)
	case !r.Public && !r.Action.Known():
		return fmt.Errorf("route %q: the action %q is not in the table", name, r.Action)
	case r.Early && r.Action != UseAccount:
		return fmt.Errorf("route %q: only one's own account can be reached early", name)
	}
	return nil
}

// Targeted reports whether the address names the agency acted upon.
func (r Route) Targeted() bool {
	return strings.Contains(r.Pattern, "{"+targetName+"}")
}

// A Guard tells a mux who calls and how to answer errors.
type Guard struct {
	Actor  func(r *http.Request) (Actor, error)                     // who is logged in; [SignedOut] if nobody
	Agency func(r *http.Request, address string) (agency.ID, error) // the agency that {agency} in an address names
	Fail   func(w http.ResponseWriter, r *http.Request, err error)  // answers an error
}

// NewMux serves the routes under their rules. It panics on a route without a rule, at start and not at the first call.
func NewMux(routes []Route, guard Guard) *http.ServeMux {
	mux := http.NewServeMux()
	for _, route := range routes {
		if err := route.Check(); err != nil {
			panic("auth: " + err.Error())
		}
		mux.Handle(route.Method+" "+route.Pattern, guard.protect(route))
	}
	return mux
}

func (g Guard) protect(route Route) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !route.Public {
			if err := g.check(route, r); err != nil {
				g.Fail(w, r, err)
				return
			}
		}
		if err := route.Handler(w, r); err != nil {
			g.Fail(w, r, err)
		}
	})
}

func (g Guard) check(route Route, r *http.Request) error {
	by, err := g.Actor(r)
	if err != nil {
		return err
	}
	if !route.Early {
		if err := by.Waiting.Fault(); err != nil {
			return err
		}
	}
	target := by.Agency
	if route.Targeted() {
		if target, err = g.Agency(r, r.PathValue(targetName)); err != nil {
			return err
		}
	}
	return Can(by, route.Action, target)
}

// A Cell is one line of the authorisation matrix: what becomes of a call to the route by somebody with one role.
type Cell struct {
	Method   string
	Pattern  string
	Action   Action
	Role     agency.Role
	Relation Relation // of the agency in the address; only [Own] where the address names none
	Allowed  bool
}

// String names the cell in reports of tests.
func (c Cell) String() string {
	return fmt.Sprintf("%s %s %s %s allowed=%t", c.Method, c.Pattern, c.Role, c.Relation, c.Allowed)
}

// Matrix returns every route × role × relation with what the table says.
func Matrix(routes []Route) []Cell {
	var cells []Cell
	for _, route := range routes {
		for _, duty := range agency.Duties {
			for _, relation := range Relations {
				if relation.Relation != Own && !route.Targeted() {
					continue
				}
				cells = append(cells, Cell{
					Method: route.Method, Pattern: route.Pattern, Action: route.Action, Role: duty.Role, Relation: relation.Relation,
					Allowed: route.Public || Allows(agency.RolesOf(duty.Role), route.Action, relation.Relation),
				})
			}
		}
	}
	return cells
}
