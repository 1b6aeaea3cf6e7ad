package logaudit

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"

	"gongkai/fault"
)

// A Memory is what earlier checks have seen, by site.
type Memory struct {
	Sites map[string]Seen `json:"sites"`

	file string
}

// Seen is what is known of the log of a site.
type Seen struct {
	Key   string           `json:"key"`
	Head  string           `json:"head"`
	Pages map[string]int64 `json:"pages"` // the last leaf of each record that was checked
}

// OpenMemory reads the file; one that does not exist is empty.
func OpenMemory(file string) (*Memory, error) {
	m := &Memory{Sites: map[string]Seen{}, file: file}
	text, err := os.ReadFile(file)
	if errors.Is(err, os.ErrNotExist) {
		return m, nil
	}
	if err != nil {
		return nil, &fault.Error{Kind: fault.Unavailable, Message: "记忆文件 " + file + " 读不出来", Err: err}
	}
	if err := json.Unmarshal(text, m); err != nil {
		return nil, fault.New(fault.Invalid, "记忆文件 %s 已损坏。它记着以前核对过的签名头，请从备份找回，或者改名后重新开始", file)
	}
	if m.Sites == nil {
		m.Sites = map[string]Seen{}
	}
	return m, nil
}

// Save writes the file as a whole.
func (m *Memory) Save() error {
	if m == nil {
		return nil
	}
	text, err := json.MarshalIndent(m, "", "\t")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(m.file), 0o700); err != nil {
		return fault.New(fault.Unavailable, "记忆文件 %s 写不进去：%v", m.file, err)
	}
	next := m.file + ".new"
	if err := os.WriteFile(next, append(text, '\n'), 0o600); err != nil {
		return fault.New(fault.Unavailable, "记忆文件 %s 写不进去：%v", m.file, err)
	}
	return os.Rename(next, m.file)
}

func (m *Memory) of(site string) Seen {
	if m == nil {
		return Seen{}
	}
	return m.Sites[site]
}

func (m *Memory) head(site, key, head string) {
	if m == nil {
		return
	}
	s := m.Sites[site]
	s.Key, s.Head = key, head
	m.Sites[site] = s
}

func (m *Memory) saw(site, index string, seq int64) {
	if m == nil {
		return
	}
	s := m.Sites[site]
	if s.Pages == nil {
		s.Pages = map[string]int64{}
	}
	s.Pages[index] = seq
	m.Sites[site] = s
}
