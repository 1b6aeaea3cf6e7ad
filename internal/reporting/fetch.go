package reporting

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"

	"gongkai/agency"
	"gongkai/annualreport/audit"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/database"
	"gongkai/internal/job"
	"gongkai/internal/store"
	"gongkai/internal/webfetch"
	"gongkai/law"
)

// FetchReports is the kind of the job that reads in the reports that somebody asked for by address.
const FetchReports job.Kind = "fetch_reports"

// mostAddresses is how many addresses are taken at once, longestAddress how long one may be.
const mostAddresses, longestAddress = 100, 1000

// A Fetch is an address that somebody asked for, with what became of it.
type Fetch struct {
	store.ReportFetch
	Offers []webfetch.Offer // files to which a page without a report links
}

// Waits reports whether nobody has finished reading it.
func (f Fetch) Waits() bool { return f.State == store.FetchWaiting }

// Failed reports whether no report was read in.
func (f Fetch) Failed() bool { return f.State == store.FetchFailed }

// AskFor has reports read in from addresses, one after the other in the background. With a unit they are its reports;
// otherwise each is the one's that it names.
// 法源: 《条例》第四十九条第一款。
func (d *Desk) AskFor(ctx context.Context, by auth.Actor, unit agency.ID, year int, addresses []string) (n int, err error) {
	defer fault.Wrap(&err, "reporting.AskFor(%d)", year)
	var problems []fault.Problem
	wrong := func(message string) {
		problems = append(problems, fault.Problem{Field: "addresses", Message: message})
	}
	var list []string
	for _, address := range addresses {
		if address = strings.TrimSpace(address); address == "" || slices.Contains(list, address) {
			continue
		}
		if _, err := webfetch.Check(address); err != nil {
			wrong(fault.Message(err))
		} else if len(address) > longestAddress {
			wrong("网址太长：" + address[:50] + "…")
		}
		list = append(list, address)
	}
	if len(list) == 0 {
		wrong("请填写网址，每行一个")
	}
	if len(list) > mostAddresses {
		wrong("一次最多" + itoa(mostAddresses) + "个网址")
	}
	if _, err := formOf(year); err != nil {
		return 0, err
	}
	if unit != "" {
		if err := below(by, unit); err != nil {
			return 0, err
		}
	}
	return len(list), d.act(ctx, by, auth.RollUpReport, by.Agency, func(tx *database.Tx) error {
		if err := fault.Of(problems); err != nil {
			return err
		}
		var first string
		for i, address := range list {
			f := store.ReportFetch{Agency: by.Agency, ID: tx.NewID("rf"), Year: year, Unit: unit, Address: address, Staff: by.Staff, Seq: i + 1}
			if err := store.InsertReportFetch(tx, f); err != nil {
				return err
			}
			if first == "" {
				first = f.ID
			}
		}
		if _, err := job.Enqueue(tx, job.New{Kind: FetchReports, Agency: string(by.Agency), Key: "fetch_reports:" + first}); err != nil {
			return err
		}
		enter(tx, by.Agency, "ask_for_reports", year, map[string]any{"unit": unit, "addresses": list}, law.OGI.Art(49))
		return nil
	})
}

// shownFetches is how many addresses the page shows.
const shownFetches = 200

// Fetches lists the addresses that the caller's agency asked for on a year, the latest first.
func (d *Desk) Fetches(ctx context.Context, by auth.Actor, year int) (list []Fetch, err error) {
	defer fault.Wrap(&err, "reporting.Fetches(%d)", year)
	if err := auth.Can(by, auth.RollUpReport, by.Agency); err != nil {
		return nil, err
	}
	rows, err := store.ReportFetches(d.DB.View(ctx), by.Agency, year, shownFetches)
	for _, row := range rows {
		f := Fetch{ReportFetch: row}
		if err := json.Unmarshal([]byte(row.Offered), &f.Offers); err != nil {
			return nil, err
		}
		list = append(list, f)
	}
	return list, err
}

// roundTime bounds one run of the job; what waits longer is read by the next.
const roundTime = 10 * time.Minute

// FetchAsked reads in the reports that wait, one after the other, in the name of whoever asked: as that person's account
// stands now. It is run by a job and reports whether more wait.
// 法源: 《条例》第四十九条第一款。
func (d *Desk) FetchAsked(ctx context.Context) (more bool, err error) {
	defer fault.Wrap(&err, "reporting.FetchAsked")
	client := d.Client
	if client == nil {
		client = webfetch.NewClient()
	}
	web := &webfetch.Fetcher{Client: client, Pause: d.Pause}
	for began := d.DB.Now(); ; {
		if d.DB.Now().Sub(began) > roundTime {
			return true, nil
		}
		var f store.ReportFetch
		waits := false
		err := d.DB.WriteUnrecorded(ctx, "reports", func(tx *database.Tx) (err error) {
			f, waits, err = store.ClaimReportFetch(tx)
			return err
		})
		if err != nil || !waits {
			return false, err
		}
		offers, err := d.fetch(ctx, web, &f)
		if err != nil {
			return true, err
		}
		if err := d.DB.WriteUnrecorded(ctx, "reports", func(tx *database.Tx) error { return store.FinishReportFetch(tx, f, offers) }); err != nil {
			return true, err
		}
	}
}

// fetch reads one address in and writes into f what became of it. An error is one of the program, not of the page.
func (d *Desk) fetch(ctx context.Context, web *webfetch.Fetcher, f *store.ReportFetch) (offers []webfetch.Offer, err error) {
	offers = []webfetch.Offer{}
	failed := func(err error) ([]webfetch.Offer, error) {
		switch fault.KindOf(err) {
		case fault.Invalid, fault.Conflict, fault.NotFound, fault.Forbidden, fault.Unlawful:
			f.State, f.Message = store.FetchFailed, fault.Problems(err)[0].Message
			return offers, nil
		}
		return offers, err
	}
	by, err := d.actorOf(ctx, f.Staff)
	if err != nil {
		return failed(err)
	}
	page, err := web.Get(ctx, f.Address)
	if err != nil {
		return failed(err)
	}
	reading, err := d.Read(page.Name, page.Text, false)
	if err != nil {
		if found := webfetch.Offers(page); len(found) > 0 {
			offers = found
		}
		return failed(err)
	}
	reading.Origin, reading.Source, reading.content = store.FromPage, f.Address, page.Content
	if f.Unit == "" {
		a, err := named(by, reading.Report, "")
		if err != nil {
			return failed(err)
		}
		if other, err := store.ReadTogether(d.DB.View(ctx), *f, a.ID); err != nil {
			return offers, err
		} else if other != "" {
			return failed(fault.New(fault.Invalid, "“%s”已经读入这个单位的报告", other))
		}
		f.Unit = a.ID
	}
	if err := d.Import(ctx, by, f.Unit, f.Year, reading); err != nil {
		return failed(err)
	}
	a, _ := by.Tree.Find(f.Unit)
	result := audit.Run(audit.Subject{Report: reading.Report, Names: names(a), Government: a.Kind == agency.Government})
	f.State, f.Errors = store.FetchRead, result.Count(audit.Error)
	return offers, nil
}

// actorOf is whoever asked, as the account stands now.
func (d *Desk) actorOf(ctx context.Context, id auth.StaffID) (by auth.Actor, err error) {
	err = d.DB.Read(ctx, func(q *database.Query) error {
		a, err := store.Account(q, id)
		if database.NotFound(err) || err == nil && a.Disabled {
			return fault.New(fault.Forbidden, "提出读入的账号已经停用")
		} else if err != nil {
			return err
		}
		all, err := store.Agencies(q)
		if err != nil {
			return err
		}
		tree, _ := agency.NewTree(all) // what is stored was checked
		by = a.Actor(tree, "", auth.Nothing)
		return nil
	})
	return by, err
}

// A Web is how the desk calls other sites.
type Web struct {
	Client *http.Client  // that calls public addresses only if nil
	Pause  time.Duration // between two calls of one site; zero for a second
}
