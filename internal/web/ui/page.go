package ui

import (
	"slices"
	"strings"
	"time"
)

// Base is what every page has, whichever face it belongs to. A page embeds it and is drawn inside [Portal] or
// [Workbench].
type Base struct {
	Title    string // of this page, without the name of the site
	BasePath string // where the program is mounted, as "/xxgk"; empty at the root
	Path     string // of this page below BasePath, as "/search?q=预算"; to come back to after a switch
	View     View   // theme, size and 长者模式 as chosen
	Site     Site
	Nav      []NavItem
	Crumbs   []Link // 当前位置: from the home page to the page above this one
	Query    string // what stands in the search box

	OwnSearch bool  // the page has a search box of its own: the head of the portal shows none
	User      *User // nil for the public
	Notices   []Notice
	Toasts    []Toast
	Column    *ColumnMeta  // on column pages
	Article   *ArticleMeta // on pages of one record
	Dynamic   bool         // the page uses htmx
}

// Site holds the facts about the agency and its site that stand in head and foot of every page.
type Site struct {
	Name         string // SiteName, as 凉州区人民政府
	Agency       string // whose page this is, as 凉州区科学技术局
	AgencyPath   string // its home below BasePath
	Domain       string // SiteDomain
	IDCode       string // 网站标识码, ten digits
	Organiser    string // 主办单位
	Undertaker   string // 承办单位
	Contact      string // 联系方式
	ICP          string // ICP备案号
	PoliceRecord string // 公安备案号
	PoliceURL    string // where the 公安备案 can be checked
	SiteMapPath  string
	ErrorPath    string // 政府网站找错
	ComplainPath string // 投诉举报
	ThemePath    string // a style sheet with the agency's tokens, made by [Theme.CSS]; empty for the standard look
}

// A Link is a text that leads somewhere. Href is below the base path if it begins with a single slash.
type Link struct{ Text, Href string }

// A NavItem is one entry of the navigation.
type NavItem struct {
	Link
	Group   string // in the workbench: the heading above the first of several entries; none if empty
	Current bool
	Count   int // waiting work; zero is not shown
}

// User is who is logged in to the workbench.
type User struct {
	Name   string
	Role   string // in Chinese
	Agency string
	Menu   []Link
}

// ColumnMeta is the meta information of a column page.
type ColumnMeta struct{ Name, Description, Keywords, Type string }

// ArticleMeta is the meta information of the page of one record.
type ArticleMeta struct {
	Title, Source string
	PublishedAt   time.Time // an instant; shown in China's time
	Keywords      string
	Author        string
	Description   string
	URL           string
}

type metaTag struct{ Name, Content string }

// Meta returns the meta tags that government sites carry, in their fixed spelling; those without content are left out.
func (b Base) Meta() []metaTag {
	tags := []metaTag{{"SiteName", b.Site.Name}, {"SiteDomain", b.Site.Domain}, {"SiteIDCode", b.Site.IDCode}}
	if c := b.Column; c != nil {
		tags = append(tags, metaTag{"ColumnName", c.Name}, metaTag{"ColumnDescription", c.Description},
			metaTag{"ColumnKeywords", c.Keywords}, metaTag{"ColumnType", c.Type})
	}
	if a := b.Article; a != nil {
		tags = append(tags, metaTag{"ArticleTitle", a.Title}, metaTag{"PubDate", pubDate(a.PublishedAt)},
			metaTag{"ContentSource", a.Source}, metaTag{"Keywords", a.Keywords}, metaTag{"Author", a.Author},
			metaTag{"Description", a.Description}, metaTag{"Url", a.URL})
	}
	filled := tags[:0]
	for _, tag := range tags {
		if tag.Content != "" {
			filled = append(filled, tag)
		}
	}
	return filled
}

func pubDate(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.In(time.FixedZone("CST", 8*60*60)).Format("2006-01-02 15:04")
}

// FullTitle is the title of the window: the page, the column, the agency.
func (b Base) FullTitle() string {
	parts := make([]string, 0, 3)
	for _, part := range []string{b.Title, "政府信息公开", b.owner()} {
		if part != "" && !slices.Contains(parts, part) {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, " - ")
}

func (b Base) owner() string {
	if b.Site.Agency != "" {
		return b.Site.Agency
	}
	return b.Site.Name
}

// URL returns the address of a path of the program. Addresses of other sites are returned as they are.
func (b Base) URL(path string) string {
	if strings.HasPrefix(path, "/") && !strings.HasPrefix(path, "//") {
		return b.BasePath + path
	}
	return path
}

func (b Base) here() string {
	if b.Path == "" {
		return "/"
	}
	return b.Path
}

// Asset returns the address of a file of the design system, with its hash.
func (b Base) Asset(name string) string { return b.BasePath + AssetPath(name) }

func orHome(path string) string {
	if path == "" {
		return "/"
	}
	return path
}
