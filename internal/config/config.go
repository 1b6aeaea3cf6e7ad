package config

import (
	"net/netip"
	"time"
)

// Config is every setting of one installation.
type Config struct {
	Listen   string // host:port of the site
	Data     string // folder
	Database string // postgres://…; empty for SQLite in Data
	Blobs    string // folder or s3://…; empty for Data/blobs
	BasePath string // "" or /xxgk
	URL      string // the address that people see, https://www.example.gov.cn/xxgk
	Demo     bool

	Theme     string   // folder laid over the built-in appearance
	Fonts     string   // folder of fonts used before the built-in ones
	Calendars []string // files with 放假安排
	KeyFile   string   // empty for Data/keys.json
	Suite     string   // std or gm

	Admin     Admin
	TLS       TLS
	Proxies   []netip.Prefix // whose X-Forwarded-For is believed
	Workbench []netip.Prefix // who may reach the workbench; empty for all
	Fetch     []netip.Prefix // inner addresses from which published reports may be read besides public ones
	SMTP      SMTP
	OIDC      OIDC
	Session   Session
	Upload    Upload
	Intake    Intake
	Log       Log
	Stop      time.Duration // how long requests under way may take when the program stops
}

// Admin is the listener of operators.
type Admin struct {
	Listen string // empty for none
	Pprof  bool
}

// TLS says how the site is encrypted; without files and domains it is plain HTTP for a proxy in front.
type TLS struct {
	Cert    string
	Key     string
	Domains []string // for ACME
	Cache   string   // folder of ACME; empty for Data/acme
	Email   string   // told to the ACME service

	Directory string // of the ACME service; empty for Let's Encrypt
	EABID     string // external account, where the service wants one
	EABKey    string
}

// SMTP is the mail server; without Host no mail is sent.
type SMTP struct {
	Host     string
	Port     int
	User     string
	Password string
	From     string
	Plain    bool
}

// OIDC is the log-in service of the government cloud; without Issuer there is none.
type OIDC struct {
	Issuer       string
	ClientID     string
	ClientSecret string
	Scopes       []string
}

// Session bounds log-ins of the whole installation; an agency may be stricter.
type Session struct {
	Idle time.Duration
	Life time.Duration
}

// Upload bounds what is handed in, in bytes.
type Upload struct {
	File int64 // one file
	Form int64 // a form with all its files
}

// Intake is the folder in which documents are received; without Folder there is none.
type Intake struct {
	Folder  string
	Channel string
}

// Log says what operators read.
type Log struct {
	Level   string // debug, info, warn, error
	Format  string // text or json
	Address string // masked, full or none: how callers' addresses are written
}
