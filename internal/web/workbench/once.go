package workbench

import (
	"crypto/rand"
	"strings"

	"gongkai/internal/once"
)

// onceField is the name of the field in which a form carries a key of its own, by which one that is sent twice is taken
// once; [OnceKey] draws it.
const onceField = "once"

// newOnce makes the key of a form that is drawn.
func newOnce() string { return rand.Text() }

// longestOnce bounds what is taken for a key.
const longestOnce = 40

// shownOnly marks where a form leads whose answer showed something that is shown once.
const shownOnly = "shown:"

// once does what a form asks for, unless the very same was taken already: then the browser is sent to where the first
// answer led. Taken is a form whose answer led on ([Call.Go], [Call.Done]), or that [Call.Taken] says so of.
func (c *Call) once(act func(*Call) error) error {
	f, err := c.Form()
	if err != nil {
		return err
	}
	key := f.Text(onceField)
	if key == "" || len(key) > longestOnce {
		return act(c)
	}
	led, again, err := once.Send(c.Context(), c.bench.Desk.DB, string(c.By.Staff)+":"+c.Request.URL.Path+":"+key, func() (string, bool, error) {
		err := act(c)
		return c.led, c.taken, err
	})
	if err != nil || !again {
		return err
	}
	if path, shown := strings.CutPrefix(led, shownOnly); shown {
		return c.Done(path, "这份表单刚才已经提交并登记，没有重复登记。只显示一次的内容（密码、查询码、链接等）没有看到的，请重新生成")
	}
	return c.Done(led, "这份表单刚才已经提交并登记，没有重复登记")
}

// Taken says that the form was taken although its answer is shown and does not lead on; path is where whoever sends it
// again is led.
func (c *Call) Taken(path string) { c.led, c.taken = shownOnly+path, true }
