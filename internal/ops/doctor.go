package ops

import (
	"context"
	"log/slog"
	"time"

	"gongkai/internal/config"
	"gongkai/internal/database"
)

// A Severity is how bad a finding is.
type Severity string

// The severities.
const (
	Fine    Severity = "ok"
	Warning Severity = "warning" // works, and should be mended
	Broken  Severity = "error"   // does not work, or is in danger
)

// A Finding is the result of one check.
type Finding struct {
	Check    string   `json:"check"`
	Severity Severity `json:"severity"`
	Message  string   `json:"message"`
	Mend     string   `json:"mend,omitempty"` // what to do about it
}

// Options say how far to look.
type Options struct {
	Now       func() time.Time
	Integrity bool // read the whole database file
	Network   bool // call the mail server and the log-in service
}

// A doctor examines one installation.
type doctor struct {
	config   *config.Loaded
	options  Options
	db       *database.DB // nil if it cannot be opened
	findings []Finding
}

func (d *doctor) fine(check, message string) {
	d.findings = append(d.findings, Finding{Check: check, Severity: Fine, Message: message})
}

func (d *doctor) warn(check, message, mend string) {
	d.findings = append(d.findings, Finding{check, Warning, message, mend})
}

func (d *doctor) broken(check, message, mend string) {
	d.findings = append(d.findings, Finding{check, Broken, message, mend})
}

// Examine runs every check that can be run, in the order in which a person would mend what is wrong.
func Examine(ctx context.Context, c *config.Loaded, o Options) []Finding {
	d := &doctor{config: c, options: o}
	d.dataFolder()
	d.diskSpace()
	d.keyFile()
	d.openDatabase(ctx)
	if d.db != nil {
		defer d.db.Close()
		if d.schema(ctx) {
			d.guards(ctx)
			d.administrators(ctx)
			d.counts(ctx)
			d.search(ctx)
		}
		d.writable(ctx)
		d.integrity(ctx)
		d.clock(ctx)
		d.tidiness(ctx)
	}
	d.zone()
	d.calendar(ctx)
	d.fonts()
	d.theme()
	d.certificate()
	d.exposure()
	d.mail(ctx)
	return d.findings
}

// Worst returns the worst severity among the findings.
func Worst(findings []Finding) Severity {
	worst := Fine
	for _, f := range findings {
		if f.Severity == Broken {
			return Broken
		}
		if f.Severity == Warning {
			worst = Warning
		}
	}
	return worst
}

func quietLog() *slog.Logger { return slog.New(slog.DiscardHandler) }
