package screening

import (
	"path"
	"strings"

	"gongkai/fault"
	"gongkai/review/screen"
)

// mendOFD takes a remedy in a file of GB/T 33190. A file with a seal is left alone: any change breaks the seal.
func mendOFD(content []byte, remedy screen.Remedy) ([]byte, int, error) {
	return eachBundle(content, func(b *bundle) (int, error) {
		root, err := b.tree("OFD.xml")
		if err != nil || root == nil {
			return 0, err
		}
		if find(root, "Signatures") != nil {
			return 0, fault.New(fault.Invalid, "文件带有电子签章，改动会使其失效，请处理原稿后重新签章、重新上传")
		}
		if remedy == screen.StripMetadata {
			n := stripOFD(root)
			pictures, err := b.stripMedia("/res/")
			return n + pictures, err
		}
		total := 0
		for _, document := range ofdRoots(root) {
			n, err := b.bareOFD(document, remedy == screen.AcceptChanges)
			if err != nil {
				return 0, err
			}
			total += n
		}
		return total, nil
	})
}

// stripOFD takes out of OFD.xml what says who made the file and what others have noted about it.
func stripOFD(root *node) int {
	n := 0
	root.reshape(func(e *node) []*node {
		switch e.local() {
		case "Author", "Subject", "Abstract", "Keywords", "CustomDatas", "Creator", "CreatorVersion", "Cover":
			n++
			return nil
		}
		return []*node{e}
	})
	return n
}

// ofdRoots are the documents of the file.
func ofdRoots(root *node) []string {
	var list []string
	root.each(func(n *node) bool {
		if n.local() == "DocRoot" {
			list = append(list, strings.TrimPrefix(strings.TrimSpace(n.content()), "/"))
		}
		return true
	})
	return list
}

// bareOFD takes the remarks off a document, or what is hidden in it and the files that it carries.
func (b *bundle) bareOFD(document string, remarks bool) (int, error) {
	tree, err := b.tree(document)
	if err != nil || tree == nil {
		return 0, err
	}
	folder := path.Dir(document)
	if remarks {
		return b.dropRemarks(tree, folder)
	}
	n, err := b.dropAttachments(tree, folder)
	if err != nil {
		return 0, err
	}
	for _, f := range b.z.File {
		if b.dropped[f.Name] || !strings.HasPrefix(f.Name, folder+"/") || path.Base(f.Name) != "Content.xml" {
			continue
		}
		page, err := b.tree(f.Name)
		if err != nil {
			return 0, err
		}
		page.reshape(func(e *node) []*node {
			if strings.HasSuffix(e.local(), "Object") && (e.attr("Visible") == "false" || e.attr("Alpha") == "0") {
				n++
				return nil
			}
			return []*node{e}
		})
	}
	return n, nil
}

// listed takes an element out of the document that names a list, and returns the path of the list.
func listed(document *node, name, folder string) string {
	found := ""
	document.reshape(func(e *node) []*node {
		if e.local() == name && strings.TrimSpace(e.content()) != "" && find(e, name) == nil {
			found = resolve(folder, strings.TrimSpace(e.content()))
			return nil
		}
		return []*node{e}
	})
	return found
}

func (b *bundle) dropAttachments(document *node, folder string) (int, error) {
	list := listed(document, "Attachments", folder)
	if list == "" {
		return 0, nil
	}
	tree, err := b.tree(list)
	if err != nil {
		return 0, err
	}
	b.dropped[list] = true
	n := 0
	if tree != nil {
		tree.each(func(e *node) bool {
			if e.local() == "FileLoc" {
				b.dropped[resolve(path.Dir(list), strings.TrimSpace(e.content()))] = true
				n++
			}
			return true
		})
	}
	for _, f := range b.z.File { // files that the list does not name
		if strings.Contains(strings.ToLower(f.Name), "/attach") && !b.dropped[f.Name] {
			b.dropped[f.Name] = true
			n++
		}
	}
	return max(n, 1), nil
}

// dropRemarks takes out annotations but those that are part of the page: seals, watermarks, links.
func (b *bundle) dropRemarks(document *node, folder string) (int, error) {
	list := ""
	document.each(func(e *node) bool {
		if e.local() == "Annotations" {
			list = resolve(folder, strings.TrimSpace(e.content()))
		}
		return true
	})
	if list == "" {
		return 0, nil
	}
	tree, err := b.tree(list)
	if err != nil || tree == nil {
		return 0, err
	}
	var files []string
	tree.each(func(e *node) bool {
		if e.local() == "FileLoc" {
			files = append(files, resolve(path.Dir(list), strings.TrimSpace(e.content())))
		}
		return true
	})
	n := 0
	for _, name := range files {
		page, err := b.tree(name)
		if err != nil {
			return 0, err
		}
		if page == nil {
			continue
		}
		page.reshape(func(e *node) []*node {
			if e.local() != "Annot" {
				return []*node{e}
			}
			switch e.attr("Type") {
			case "Stamp", "Watermark", "Link":
				e.drop("Creator")
				return []*node{e}
			}
			n++
			return nil
		})
	}
	return n, nil
}
