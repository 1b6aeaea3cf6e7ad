package workbench

import (
	"crypto/rand"

	"gongkai/internal/once"
)

// OnceField is the name of the field in which a form carries a key of its own, by which one that is sent twice is taken
// once.
const OnceField = "once"

// NewOnce makes the key of a form that is drawn.
func NewOnce() string { return rand.Text() }

// longestOnce bounds what is taken for a key.
const longestOnce = 40

// Once takes a form that was sent, unless the very same was taken already: then the browser is sent to where the first
// answer led. Taken is a form whose answer led on ([Call.Go], [Call.Done]), or that [Call.Taken] says so of.
func (c *Call) Once(f *Form, take func() error) error {
	key := f.Text(OnceField)
	if key == "" || len(key) > longestOnce {
		return take()
	}
	led, again, err := once.Send(c.Context(), c.bench.Desk.DB, string(c.By.Staff)+":"+key, func() (string, bool, error) {
		err := take()
		return c.led, c.taken, err
	})
	if err != nil || !again {
		return err
	}
	return c.Done(led, "这份表单刚才已经提交并登记，没有重复登记")
}

// Taken says that the form was taken although its answer is shown and does not lead on; path is where whoever sends it
// again is led.
func (c *Call) Taken(path string) { c.led, c.taken = path, true }
