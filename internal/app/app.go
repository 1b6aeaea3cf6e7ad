// Package app puts the program together: it turns settings into parts, each by one constructor, and hands them to the
// server. Nothing is decided here; who wants to know what gongkai consists of reads [Open].
package app

import (
	"context"
	"errors"
	"log/slog"
	"net/netip"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"time"

	"gongkai/agency"
	"gongkai/fault"
	"gongkai/internal/administering"
	"gongkai/internal/auth"
	"gongkai/internal/blob"
	"gongkai/internal/config"
	"gongkai/internal/crypt"
	"gongkai/internal/database"
	"gongkai/internal/demo"
	"gongkai/internal/docgen"
	"gongkai/internal/job"
	"gongkai/internal/ops"
	"gongkai/internal/screening"
	"gongkai/internal/store"
	"gongkai/internal/translog"
	"gongkai/workday"
)

// An App is the open parts of one installation.
type App struct {
	Config    *config.Loaded
	Log       *slog.Logger
	DB        *database.DB
	Keys      *crypt.Keyring
	Blobs     *blob.Store
	Calendar  func(of agency.ID) *workday.Calendar // of an agency: national, files of the configuration, notices loaded in the workbench
	Desk      *administering.Desk
	Outbox    *job.Outbox
	Runner    *job.Runner
	PublicLog *translog.Keeper
	Fonts     func() (*docgen.Fonts, error) // read at the first document
	Demo      []demo.Login                  // the accounts of a demonstration; nil otherwise
	here      string                        // where the site listens, while it serves; see [listening]

	calendars *calendars

	screens    *screening.Screener
	screenOnce sync.Once
}

// Open opens every part and brings the schema up to date.
func Open(ctx context.Context, c *config.Loaded, log *slog.Logger) (*App, error) {
	return openAt(ctx, c, log, time.Now)
}

// openAt is Open by a clock. That of a demonstration, which tells of the past first, shows its times once it runs.
func openAt(ctx context.Context, c *config.Loaded, log *slog.Logger, now func() time.Time) (_ *App, err error) {
	defer fault.Wrap(&err, "app.Open")
	a := &App{Config: c, Log: log, Fonts: docgen.LendFonts(c.Fonts)}
	base, err := HolidayFiles(c.Calendars)
	if err != nil {
		return nil, err
	}
	var clock *demo.Clock
	if c.Demo {
		clock = &demo.Clock{Present: now}
		now = clock.Now
	}
	if a.DB, err = open(ctx, c, log, now); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			_ = a.DB.Close()
		}
	}()
	if _, err = database.Migrate(ctx, a.DB); err != nil {
		return nil, err
	}
	a.calendars = &calendars{db: a.DB, base: base, log: log}
	a.Calendar = a.calendars.Of
	if err = a.calendars.load(ctx); err != nil {
		return nil, err
	}
	spool := filepath.Join(c.Data, "spool")
	if err = os.MkdirAll(spool, 0o700); err != nil {
		return nil, fault.New(fault.Unavailable, "临时目录 %s 无法建立：%v", spool, err)
	}
	if a.Keys, err = keys(ctx, c, a.DB, log); err != nil {
		return nil, err
	}
	if a.Blobs, err = blob.New(ctx, c.Blobs, blob.Options{Suite: a.Keys.Suite(), Keys: a.Keys, Spool: spool}); err != nil {
		return nil, err
	}
	hasher, err := auth.NewHasher(auth.HashParams, runtime.NumCPU())
	if err != nil {
		return nil, err
	}
	a.Desk = &administering.Desk{DB: a.DB, Hasher: hasher, Keys: a.Keys, Site: "政府信息公开"}
	a.PublicLog = &translog.Keeper{DB: a.DB, Keys: a.Keys}
	if err = a.beginLog(ctx); err != nil {
		return nil, err
	}
	a.Outbox = outbox(c.SMTP, a.DB, a.Keys)
	a.Outbox.File = a.enclosed
	a.Runner = a.runner()
	if _, err = a.restate(ctx); err != nil { // the calendar may have changed while the program was down
		return nil, err
	}
	if err = a.askForIndex(ctx); err != nil {
		return nil, err
	}
	if c.Demo {
		a.Demo, err = demo.Build(ctx, demo.Parts{DB: a.DB, Keys: a.Keys, Calendar: a.Calendar, Clock: clock, Blobs: a.Blobs, Screen: a.screener().Record})
		if err == nil {
			err = a.calendars.load(ctx)
		}
	}
	return a, err
}

// beginLog gives the transparency log its key, but not in an installation where nothing has happened yet: a backup is
// restored into an empty one. There the site does it when it opens.
func (a *App) beginLog(ctx context.Context) error {
	if begun, err := a.begun(ctx); err != nil || !begun {
		return err
	}
	return a.PublicLog.Begin(ctx)
}

// begun says whether anything has happened in the installation.
func (a *App) begun(ctx context.Context) (bool, error) {
	heads, err := store.LedgerHeads(a.DB.View(ctx))
	return len(heads) > 0, err
}

// Close closes what is open.
func (a *App) Close() error { return errors.Join(a.screener().Close(), a.DB.Close()) }

// Database opens the database and leaves its schema as it is.
func Database(ctx context.Context, c *config.Loaded, log *slog.Logger) (*database.DB, error) {
	return open(ctx, c, log, time.Now)
}

func open(ctx context.Context, c *config.Loaded, log *slog.Logger, now func() time.Time) (*database.DB, error) {
	if err := ops.Stranger(c.Data); err != nil {
		return nil, err
	}
	return database.Open(ctx, database.Options{URL: c.Database, Dir: c.Data, Logger: log, Now: now})
}

// HolidayFiles reads the files of the configuration, the later after the earlier.
func HolidayFiles(files []string) ([]workday.Row, error) {
	var problems []fault.Problem
	var layers []workday.Row
	for _, name := range files {
		file, err := os.Open(name)
		if err != nil {
			problems = append(problems, fault.Problem{Message: "放假安排文件 " + name + " 读不出来"})
			continue
		}
		rows, err := workday.Read(file)
		_ = file.Close() // was only read
		if err != nil {
			for _, p := range fault.Problems(err) {
				problems = append(problems, fault.Problem{Message: name + "：" + p.Message})
			}
		}
		layers = append(layers, rows...)
	}
	return layers, fault.Of(problems)
}

// keys opens the key file. A new installation gets one; where the ledger has begun, a missing file is not replaced,
// since what is sealed would be lost unnoticed.
func keys(ctx context.Context, c *config.Loaded, db *database.DB, log *slog.Logger) (*crypt.Keyring, error) {
	suite, err := crypt.ParseSuite(c.Suite)
	if err != nil {
		return nil, err
	}
	if _, err := os.Lstat(c.KeyFile); errors.Is(err, os.ErrNotExist) {
		heads, err := store.LedgerHeads(db.View(ctx))
		if err != nil {
			return nil, err
		}
		if len(heads) > 0 {
			return nil, fault.New(fault.Unavailable, "密钥文件 %s 不见了。数据库中已有用它加密的内容：请从备份中找回，不能另建", c.KeyFile)
		}
		if _, err := crypt.CreateKeyFile(c.KeyFile, db.Now()); errors.Is(err, os.ErrNotExist) || errors.Is(err, os.ErrPermission) {
			return nil, fault.New(fault.Unavailable, "密钥文件 %s 无法建立：请先建立它所在的目录，并让运行程序的用户能写", c.KeyFile)
		} else if err != nil {
			return nil, err
		}
		log.WarnContext(ctx, "app: new key file; keep a copy of it in another place", "file", c.KeyFile)
	}
	return crypt.OpenKeyFile(c.KeyFile, suite)
}

func outbox(c config.SMTP, db *database.DB, keys *crypt.Keyring) *job.Outbox {
	place := crypt.Place{Table: "outbox", Column: "content"}
	o := &job.Outbox{
		DB:   db,
		Seal: func(plain []byte) ([]byte, error) { return keys.Seal(crypt.Fields, place, plain) },
		Open: func(sealed []byte) ([]byte, error) { return keys.Open(crypt.Fields, place, sealed) },
	}
	if c.Host != "" {
		o.Mail = job.SMTP{Host: c.Host, Port: c.Port, User: c.User, Password: c.Password, Plain: c.Plain, From: c.From}
	}
	return o
}

// housekeeping is the kind of the nightly job that forgets what has ended.
const housekeeping job.Kind = "housekeeping"

// restate is the kind of the nightly job that computes the days of open applications anew.
const restate job.Kind = "restate_applications"

// signLog is the kind of the hourly job that keeps a signed head of the transparency log.
const signLog job.Kind = "sign_log"

// escalate is the kind of the job that tells people of what is nearly due and overdue.
const escalate job.Kind = "escalate_applications"

// keepJobs is how long jobs that ended well are remembered: the unique keys of deliveries among them.
const keepJobs = 90 * 24 * time.Hour

// keepForms is how long forms that were sent are remembered: nobody keeps a page open for longer and sends it again.
const keepForms = 7 * 24 * time.Hour

func (a *App) runner() *job.Runner {
	r := job.NewRunner(a.DB, job.Options{Logger: a.Log, Grace: a.Config.Stop})
	r.Handle(job.Deliver, a.Outbox.Handler())
	r.Handle(housekeeping, func(ctx context.Context, _ *job.Job) error {
		_, sessions := store.PurgeSessions(ctx, a.DB, a.DB.Now())
		_, jobs := job.Forget(ctx, a.DB, a.DB.Now().Add(-keepJobs))
		_, forms := store.PurgeForms(ctx, a.DB, a.DB.Now().Add(-keepForms))
		return errors.Join(sessions, jobs, forms)
	})
	r.Handle(signLog, func(ctx context.Context, _ *job.Job) error { return a.PublicLog.Remember(ctx) })
	r.Schedule(job.Schedule{Name: "sign log", When: job.MustCron("41 * * * *"), Kind: signLog})
	r.Handle(restate, func(ctx context.Context, _ *job.Job) error {
		_, err := a.restate(ctx)
		return err
	})
	a.searchJobs(r)
	a.registerJobs(r)
	a.archiveJobs(r)
	a.linkJobs(r)
	a.fileJobs(r)
	r.Handle(escalate, func(ctx context.Context, _ *job.Job) error {
		_, err := a.casework().Escalate(ctx)
		return err
	})
	r.Schedule(job.Schedule{Name: "escalate", When: job.MustCron("10 7 * * *"), Kind: escalate})
	r.Schedule(job.Schedule{Name: "escalate-noon", When: job.MustCron("10 13 * * *"), Kind: escalate})
	a.publishing(r)
	a.watching(r)
	a.reports(r)
	a.receiving(r)
	r.Schedule(job.Schedule{Name: "restate", When: job.MustCron("5 0 * * *"), Kind: restate})
	r.Schedule(job.Schedule{Name: "housekeeping", When: job.MustCron("17 3 * * *"), Kind: housekeeping})
	return r
}

// Logger writes what operators read, by the settings.
func Logger(c config.Log, w interface{ Write([]byte) (int, error) }) *slog.Logger {
	var level slog.Level
	if err := level.UnmarshalText([]byte(c.Level)); err != nil {
		panic("app: config let a level through: " + c.Level)
	}
	o := &slog.HandlerOptions{Level: level}
	if c.Format == "json" {
		return slog.New(slog.NewJSONHandler(w, o))
	}
	return slog.New(slog.NewTextHandler(w, o))
}

// network is a list of ranges as package auth wants it.
func network(prefixes []netip.Prefix) auth.Network { return auth.Network(prefixes) }
