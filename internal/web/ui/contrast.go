package ui

import (
	"math"
	"strconv"
)

// contrastWithWhite returns the contrast ratio of the colour #rrggbb with white, in thousandths, as WCAG 2.1 defines it.
func contrastWithWhite(colour string) int {
	var luminance float64
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		n, err := strconv.ParseUint(colour[1+2*i:3+2*i], 16, 8)
		if err != nil {
			return 0
		}
		c := float64(n) / 255
		if c <= 0.03928 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		luminance += weight * c
	}
	return int(1.05 / (luminance + 0.05) * 1000)
}
