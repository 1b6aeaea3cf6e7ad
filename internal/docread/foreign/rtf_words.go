package foreign

// richProperties are the destinations of the file's properties.
var richProperties = map[string]string{
	"title": "标题", "subject": "主题", "author": "作者", "manager": "经理", "company": "单位", "operator": "最后修改人", "category": "类别", "keywords": "关键词", "comment": "备注", "doccomm": "备注",
	"hlinkbase": "链接基址", "propname": "自定义属性", "staticval": "自定义属性", "docvar": "自定义属性",
}

// richStories are the destinations with text of their own.
var richStories = map[string]Story{
	"header": Header, "headerl": Header, "headerr": Header, "headerf": Header, "footer": Header, "footerl": Header, "footerr": Header, "footerf": Header,
	"footnote": Footnote, "annotation": Remark, "shptxt": Box, "dptxbxtext": Box,
}

// richSilent are the destinations with nothing for people, whose numbers would only look like something.
var richSilent = map[string]bool{
	"themedata": true, "colorschememapping": true, "datastore": true, "latentstyles": true, "rsidtbl": true, "listtable": true, "listoverridetable": true, "generator": true, "filetbl": true, "revtbl": true,
	"blipuid": true, "panose": true, "falt": true, "bkmkstart": true, "bkmkend": true, "sn": true, "sv": true, "nonshppict": true, "xmlnstbl": true, "mmathPr": true, "pgptbl": true, "atnid": true, "atnauthor": true,
	"atndate": true, "atnref": true, "atntime": true, "atnparent": true, "atrfstart": true, "atrfend": true, "pnseclvl": true, "ftnsep": true, "ftnsepc": true, "aftnsep": true, "aftnsepc": true, "creatim": true, "revtim": true,
	"printim": true, "buptim": true, "objclass": true, "objname": true, "fontemb": true, "fontfile": true, "wgrffmtfilter": true, "fchars": true, "lchars": true, "defchp": true, "defpap": true, "levelnumbers": true,
	"leveltext": true, "listname": true, "passwordhash": true, "oldcprops": true, "oldpprops": true, "pgdsctbl": true, "picprop": true, "rsid": true, "ftncn": true,
}

// richCharacters are words for one character.
var richCharacters = map[string]string{
	"tab": "\t", "line": "\n", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "•", "emspace": " ", "enspace": " ", "qmspace": " ", "cell": "", "softline": "\n",
}

// word obeys one control word.
func (r *rich) word(word string, n int, given bool) {
	g := r.top()
	on := !given || n != 0
	switch word {
	case "u":
		r.unicode(n)
		return
	case "bin":
		r.flush()
		r.at = min(len(r.b), r.at+max(n, 0))
		return
	}
	r.flush()
	if text, ok := richCharacters[word]; ok && text != "" {
		r.write(text)
		return
	}
	if r.destination(word) {
		return
	}
	switch word {
	case "ansicpg":
		r.page = n
	case "uc":
		g.skip = max(0, min(n, 8))
	case "par", "sect", "page":
		r.end('\r')
	case "cell", "nestcell":
		r.end('c')
	case "row", "nestrow":
		r.end('w')
	case "pard":
		g.inTable, g.style, g.shaded = false, 0, false
	case "intbl", "trowd":
		g.inTable = true
	case "plain":
		g.hidden, g.deleted, g.added, g.white = false, false, false, false
	case "v", "webhidden":
		if g.hidden = on; g.to == styles {
			g.hiddenStyle = on
		}
	case "deleted":
		g.deleted = on
	case "revised":
		g.added = on
	case "cf":
		g.white = r.whites[n]
	case "highlight", "cbpat", "chcbpat", "chshdng", "shading":
		g.shaded = n > 0
	case "f", "af":
		g.font = n
	case "fcharset":
		g.charset = n
	case "red":
		g.red = n
	case "green":
		g.green = n
	case "blue":
		g.blue = n
	case "s", "cs", "ds":
		if g.to == styles {
			g.styleNo = n
		} else {
			g.style = n
		}
	}
}

// destination begins what a group holds, where the word says so.
func (r *rich) destination(word string) bool {
	g := r.top()
	if g.to == silent {
		return false
	}
	switch label, story := richProperties[word], richStories[word]; {
	case label != "" && (g.to == property || g.to == silent || g.to == other || word == "docvar"):
		g.to, g.label = property, label
	case story != "":
		g.to, g.story, g.paragraph, g.opened = words, story, &richParagraph{}, true
		g.hidden, g.deleted, g.added, g.white, g.inTable, g.style = false, false, false, false, false, 0
	case richSilent[word]:
		g.to = silent
	case word == "info", word == "userprops":
		g.to, g.label = property, ""
	case word == "fonttbl":
		g.to = fonts
	case word == "colortbl":
		g.to = colours
	case word == "stylesheet":
		g.to = styles
	case word == "fldinst":
		g.to = code
	case word == "pict":
		g.to = picture
	case word == "objdata":
		g.to = object
	case word == "shppict", word == "shpinst", word == "shp", word == "result", word == "pntext", word == "listtext":
		g.to = words
	case word == "ud":
		if g.to == other {
			g.to = words
		}
	default:
		return false
	}
	return true
}
