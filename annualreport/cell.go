package annualreport

import (
	"encoding/json"
	"strconv"

	"gongkai/money"
)

// A State says whether a cell holds a number. A blank is not a zero.
type State uint8

// The states of a cell. The zero State is Blank.
const (
	Blank      State = iota // nothing stands there
	Present                 // a number stands there
	Slash                   // "/", "-", "—", "无": a sign in place of a number
	Unreadable              // something else that is not a number
	Missing                 // the published table has no such cell at all
)

// String names the state as findings do.
func (s State) String() string {
	return [...]string{"空白", "数字", "斜杠", "无法识别", "缺失"}[s]
}

// A Cell is one field of a table: a count, or an amount in 分 where its column is of kind [Amount].
type Cell struct {
	Value int64
	State State
	Raw   string // what stands in the published file, when it is not simply the number
}

// N is the cell that holds n.
func N(n int64) Cell { return Cell{Value: n, State: Present} }

// Known reports whether the cell holds a number.
func (c Cell) Known() bool { return c.State == Present }

// Same reports whether two cells say the same, whatever their raw text.
func (c Cell) Same(other Cell) bool {
	return c.State == other.State && (c.State != Present || c.Value == other.Value)
}

// Text writes the cell as tables show it; kind says whether Value counts or is an amount.
func (c Cell) Text(kind Kind) string {
	switch c.State {
	case Present:
		if kind == Amount {
			return money.Fen(c.Value).Wanyuan()
		}
		return strconv.FormatInt(c.Value, 10)
	case Slash, Unreadable:
		return c.Raw
	default:
		return ""
	}
}

// json writes a count as a number, an amount as a decimal string in 万元, everything that is not a number as null.
func (c Cell) json(kind Kind) json.RawMessage {
	switch {
	case c.State != Present:
		return json.RawMessage("null")
	case kind == Amount:
		return json.RawMessage(strconv.Quote(money.Fen(c.Value).Wanyuan()))
	default:
		return json.RawMessage(strconv.FormatInt(c.Value, 10))
	}
}
