package posting

import (
	"cmp"
	"math/bits"
	"slices"
)

// Segments are merged four at a time when there are four of about a size, each class four times as large as the one before.
// A segment that is half full stays as it is, until a quarter of its texts are gone.
const (
	atOnce  = 4
	settled = MostTexts / 2
)

// A Size is how large a segment is.
type Size struct {
	ID    int64
	Texts int
	Gone  int
}

func (s Size) left() int { return s.Texts - s.Gone }

func (s Size) class() int { return bits.Len(uint(s.left())) / 2 }

// Due are the segments that should become one now; none where nothing is due. One alone is to be written again without what
// is gone from it.
func Due(segments []Size) []Size {
	segments = slices.Clone(segments)
	slices.SortFunc(segments, func(x, y Size) int { return cmp.Or(cmp.Compare(x.left(), y.left()), cmp.Compare(x.ID, y.ID)) })
	for from := 0; from < len(segments); {
		to := from
		for to < len(segments) && segments[to].class() == segments[from].class() && segments[to].left() < settled {
			to++
		}
		if to-from >= atOnce {
			texts, n := 0, 0
			for n < atOnce && texts+segments[from+n].left() <= MostTexts {
				texts, n = texts+segments[from+n].left(), n+1
			}
			return segments[from : from+n]
		}
		from = max(to, from+1)
	}
	for _, s := range segments {
		if 4*s.Gone > s.Texts {
			return []Size{s}
		}
	}
	return nil
}
