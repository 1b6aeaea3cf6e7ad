package store

import (
	"encoding/json"
	"slices"

	"gongkai/agency"
	"gongkai/civil"
	"gongkai/fault"
	"gongkai/internal/database"
)

// agencyColumns are in the order of agencyRow.
const agencyColumns = `id, uscc, code, name, short_name, level, kind, region, parent, superior, competent, closed`

// agencyRow is a row of the table agency.
type agencyRow struct {
	ID        string `db:"id"`
	USCC      string `db:"uscc"`
	Code      string `db:"code"`
	Name      string `db:"name"`
	ShortName string `db:"short_name"`
	Level     int    `db:"level"`
	Kind      string `db:"kind"`
	Region    string `db:"region"`
	Parent    string `db:"parent"`
	Superior  string `db:"superior"`
	Competent bool   `db:"competent"`
	Closed    bool   `db:"closed"`
}

func (r agencyRow) agency() agency.Agency {
	return agency.Agency{
		ID: agency.ID(r.ID), USCC: agency.USCC(r.USCC), Code: r.Code, Name: r.Name, ShortName: r.ShortName, Level: agency.Level(r.Level),
		Kind: agency.Kind(r.Kind), Region: agency.RegionCode(r.Region), Parent: agency.ID(r.Parent), Superior: agency.ID(r.Superior),
		Competent: r.Competent, Closed: r.Closed,
	}
}

// Agency loads an agency.
func Agency(r database.Reader, id agency.ID) (_ agency.Agency, err error) {
	defer fault.Wrap(&err, "store.Agency(%s)", id)
	var row agencyRow
	err = r.Get(&row, `SELECT `+agencyColumns+` FROM agency WHERE id = $1`, string(id))
	return row.agency(), err
}

// AgencyByCode loads the agency with the public address.
func AgencyByCode(r database.Reader, code string) (_ agency.Agency, err error) {
	defer fault.Wrap(&err, "store.AgencyByCode(%s)", code)
	var row agencyRow
	err = r.Get(&row, `SELECT `+agencyColumns+` FROM agency WHERE code = $1`, code)
	return row.agency(), err
}

// Agencies loads all agencies of the deployment, from which [agency.NewTree] makes the tree.
func Agencies(r database.Reader) (_ []agency.Agency, err error) {
	defer fault.Wrap(&err, "store.Agencies")
	var rows []agencyRow
	if err := r.Select(&rows, `SELECT `+agencyColumns+` FROM agency ORDER BY id`); err != nil {
		return nil, err
	}
	all := make([]agency.Agency, 0, len(rows))
	for _, row := range rows {
		all = append(all, row.agency())
	}
	return all, nil
}

// InsertAgency stores a new agency.
func InsertAgency(tx *database.Tx, a agency.Agency) (err error) {
	defer fault.Wrap(&err, "store.InsertAgency(%s)", a.ID)
	_, err = tx.Exec(`INSERT INTO agency (`+agencyColumns+`, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
		string(a.ID), string(a.USCC), a.Code, a.Name, a.ShortName, int(a.Level), string(a.Kind), string(a.Region),
		string(a.Parent), string(a.Superior), a.Competent, a.Closed, tx.Now())
	if err != nil {
		return err
	}
	return moveRevision(tx)
}

// UpdateAgency stores a changed agency. Its public address never changes.
func UpdateAgency(tx *database.Tx, a agency.Agency) (err error) {
	defer fault.Wrap(&err, "store.UpdateAgency(%s)", a.ID)
	n, err := tx.Exec(`UPDATE agency SET uscc = $2, name = $3, short_name = $4, level = $5, kind = $6, region = $7,
		parent = $8, superior = $9, competent = $10, closed = $11 WHERE id = $1`,
		string(a.ID), string(a.USCC), a.Name, a.ShortName, int(a.Level), string(a.Kind), string(a.Region),
		string(a.Parent), string(a.Superior), a.Competent, a.Closed)
	if err := mustChange(n, err); err != nil {
		return err
	}
	return moveRevision(tx)
}

// treeCounter counts the changes of agencies, so that a tree made once can be used until one changes.
const treeCounter = "agency_tree"

func moveRevision(tx *database.Tx) error {
	_, err := Next(tx, treeCounter, "", "")
	return err
}

// TreeRevision returns a number that is greater after every change of any agency.
func TreeRevision(r database.Reader) (n int64, err error) {
	defer fault.Wrap(&err, "store.TreeRevision")
	err = r.QueryRow(`SELECT last FROM counter WHERE agency = '' AND kind = $1 AND period = ''`, treeCounter).Scan(&n)
	if database.NotFound(err) {
		return 0, nil
	}
	return n, err
}

// mustChange turns an update that met no row into NotFound.
func mustChange(n int64, err error) error {
	if err == nil && n == 0 {
		return fault.New(fault.NotFound, "没有找到相应的记录")
	}
	return err
}

// sectionRow is a row of the table section.
type sectionRow struct {
	Agency string `db:"agency"`
	ID     string `db:"id"`
	Name   string `db:"name"`
	Office bool   `db:"office"`
	Closed bool   `db:"closed"`
}

// Sections loads the sections of the agency, closed ones last.
func Sections(r database.Reader, of agency.ID) (_ []agency.Section, err error) {
	defer fault.Wrap(&err, "store.Sections(%s)", of)
	var rows []sectionRow
	if err := r.Select(&rows, `SELECT agency, id, name, office, closed FROM section WHERE agency = $1 ORDER BY closed, name, id`, string(of)); err != nil {
		return nil, err
	}
	all := make([]agency.Section, 0, len(rows))
	for _, s := range rows {
		all = append(all, agency.Section{ID: agency.SectionID(s.ID), Agency: agency.ID(s.Agency), Name: s.Name, Office: s.Office, Closed: s.Closed})
	}
	return all, nil
}

// SaveSection stores a new or changed section. A section never moves to another agency.
func SaveSection(tx *database.Tx, s agency.Section) (err error) {
	defer fault.Wrap(&err, "store.SaveSection(%s)", s.ID)
	n, err := tx.Exec(`INSERT INTO section (agency, id, name, office, closed) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (id) DO UPDATE SET name = $3, office = $4, closed = $5 WHERE section.agency = $1`,
		string(s.Agency), string(s.ID), s.Name, s.Office, s.Closed)
	return mustChange(n, err)
}

// guideRow is a row of the table guide.
type guideRow struct {
	OfficeName       string     `db:"office_name"`
	Address          string     `db:"address"`
	Postcode         string     `db:"postcode"`
	Hours            string     `db:"hours"`
	Phone            string     `db:"phone"`
	Fax              string     `db:"fax"`
	Internet         string     `db:"internet"`
	SupervisionPhone string     `db:"supervision_phone"`
	Channels         string     `db:"channels"`
	ReviewedOn       civil.Date `db:"reviewed_on"`
}

// Guide loads the facts of the agency's 公开指南; an agency that has saved none has an empty one.
func Guide(r database.Reader, of agency.ID) (_ agency.Guide, err error) {
	defer fault.Wrap(&err, "store.Guide(%s)", of)
	var row guideRow
	err = r.Get(&row, `SELECT office_name, address, postcode, hours, phone, fax, internet, supervision_phone, channels, reviewed_on
		FROM guide WHERE agency = $1`, string(of))
	if database.NotFound(err) {
		return agency.Guide{Agency: of}, nil
	}
	if err != nil {
		return agency.Guide{}, err
	}
	g := agency.Guide{
		Agency: of, OfficeName: row.OfficeName, Address: row.Address, Postcode: row.Postcode, Hours: row.Hours, Phone: row.Phone, Fax: row.Fax,
		Internet: row.Internet, SupervisionPhone: row.SupervisionPhone, ReviewedOn: row.ReviewedOn,
	}
	return g, json.Unmarshal([]byte(row.Channels), &g.Channels)
}

// SaveGuide stores the facts of a 公开指南.
func SaveGuide(tx *database.Tx, g agency.Guide) (err error) {
	defer fault.Wrap(&err, "store.SaveGuide(%s)", g.Agency)
	channels, err := json.Marshal(slices.Concat([]agency.Channel{}, g.Channels))
	if err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO guide (agency, office_name, address, postcode, hours, phone, fax, internet, supervision_phone, channels, reviewed_on)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
		ON CONFLICT (agency) DO UPDATE SET office_name = $2, address = $3, postcode = $4, hours = $5, phone = $6, fax = $7,
			internet = $8, supervision_phone = $9, channels = $10, reviewed_on = $11`,
		string(g.Agency), g.OfficeName, g.Address, g.Postcode, g.Hours, g.Phone, g.Fax, g.Internet, g.SupervisionPhone, string(channels), g.ReviewedOn)
	return err
}

// Settings loads the settings of the agency over the defaults of the day.
func Settings(r database.Reader, of agency.ID, on civil.Date) (_ agency.Settings, err error) {
	defer fault.Wrap(&err, "store.Settings(%s)", of)
	var body string
	if err := r.QueryRow(`SELECT body FROM settings WHERE agency = $1`, string(of)).Scan(&body); err != nil && !database.NotFound(err) {
		return agency.Settings{}, err
	}
	return agency.ReadSettings([]byte(body), on)
}

// SaveSettings stores the settings of the agency.
func SaveSettings(tx *database.Tx, of agency.ID, s agency.Settings) (err error) {
	defer fault.Wrap(&err, "store.SaveSettings(%s)", of)
	body, err := json.Marshal(s)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO settings (agency, body) VALUES ($1, $2) ON CONFLICT (agency) DO UPDATE SET body = $2`, string(of), string(body))
	return err
}

// Regions loads the places that the deployment knows.
func Regions(r database.Reader) (_ agency.Regions, err error) {
	defer fault.Wrap(&err, "store.Regions")
	var rows []struct {
		Code string `db:"code"`
		Name string `db:"name"`
	}
	if err := r.Select(&rows, `SELECT code, name FROM region ORDER BY code`); err != nil {
		return agency.Regions{}, err
	}
	var places []agency.Region
	for _, row := range rows {
		places = append(places, agency.Region{Code: agency.RegionCode(row.Code), Name: row.Name})
	}
	return agency.NewRegions(places)
}

// SaveRegion stores a new or renamed place.
func SaveRegion(tx *database.Tx, p agency.Region) (err error) {
	defer fault.Wrap(&err, "store.SaveRegion(%s)", p.Code)
	_, err = tx.Exec(`INSERT INTO region (code, name) VALUES ($1, $2) ON CONFLICT (code) DO UPDATE SET name = $2`, string(p.Code), p.Name)
	return err
}
