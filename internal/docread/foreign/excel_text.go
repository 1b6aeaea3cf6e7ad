package foreign

import (
	"fmt"
	"math"
	"strings"
	"time"
)

// chunks are the data of a record and of those that continue it, read as one.
type chunks struct {
	list [][]byte
	at   int
}

func (c *chunks) done() bool {
	for len(c.list) > 0 && c.at >= len(c.list[0]) {
		c.list, c.at = c.list[1:], 0
	}
	return len(c.list) == 0
}

func (c *chunks) u8() byte {
	if c.done() {
		return 0
	}
	c.at++
	return c.list[0][c.at-1]
}

func (c *chunks) u16() uint16 { return uint16(c.u8()) | uint16(c.u8())<<8 }
func (c *chunks) u32() uint32 { return uint32(c.u16()) | uint32(c.u16())<<16 }

func (c *chunks) skip(n int) {
	for n > 0 && !c.done() {
		step := min(n, len(c.list[0])-c.at)
		c.at += step
		n -= step
	}
}

// chars reads n characters; where they go on in the next record, a byte says anew how wide they are.
func (c *chunks) chars(n int, two bool) string {
	var text strings.Builder
	for n > 0 && len(c.list) > 0 {
		if c.at >= len(c.list[0]) {
			if c.done() {
				break
			}
			two = c.u8()&1 == 1
		}
		width := 1
		if two {
			width = 2
		}
		step := min(n, (len(c.list[0])-c.at)/width)
		if step == 0 {
			c.at = len(c.list[0])
			continue
		}
		if part := c.list[0][c.at : c.at+step*width]; two {
			text.WriteString(wide(part))
		} else {
			text.WriteString(latin(part))
		}
		c.at += step * width
		n -= step
	}
	return text.String()
}

// strings reads the table of texts that cells share.
func (w *workbook) strings(list [][]byte) {
	c := &chunks{list: list}
	c.u32()
	count := int(c.u32())
	size := 0
	for len(w.shared) < min(count, mostCells) && !c.done() && size < maxStreams/4 {
		n := int(c.u16())
		flags := c.u8()
		runs, extra := 0, 0
		if flags&8 != 0 {
			runs = int(c.u16())
		}
		if flags&4 != 0 {
			extra = int(c.u32())
		}
		text := c.chars(n, flags&1 == 1)
		c.skip(4*runs + max(extra, 0))
		size += len(text)
		w.shared = append(w.shared, text)
	}
}

// unicodeString reads a text with two bytes of length.
func unicodeString(d []byte, at int) string { return longString([][]byte{d}, at) }

func longString(list [][]byte, at int) string {
	c := &chunks{list: list}
	c.skip(at)
	n := int(c.u16())
	return c.chars(n, c.u8()&1 == 1)
}

// shortString reads a text with one byte of length.
func shortString(d []byte, at int) string {
	c := &chunks{list: [][]byte{d}}
	c.skip(at)
	n := int(c.u8())
	return c.chars(n, c.u8()&1 == 1)
}

// day writes the number of a day as people do.
func day(v float64, late bool, plain string) string {
	const last = 2958465 // the last day of the year 9999
	if v < 0 || v > last || math.IsNaN(v) {
		return plain
	}
	days, part := math.Modf(v)
	first := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	if late {
		first = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	} else if days < 61 { // Excel believes in the 29th of February 1900
		days++
	}
	t := first.AddDate(0, 0, int(days)).Add(time.Duration(math.Round(part*86400)) * time.Second)
	switch {
	case v < 1:
		return t.Format("15:04:05")
	case part == 0:
		return t.Format(time.DateOnly)
	}
	return fmt.Sprintf("%s %s", t.Format(time.DateOnly), t.Format("15:04"))
}
