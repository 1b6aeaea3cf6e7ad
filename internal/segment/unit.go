package segment

import "unicode/utf8"

// Units calls each with what a text is made of, in order: single 汉字, and runs of other letters and digits, which are never
// parted. Blanks and signs are passed over, and so is what is no character.
func Units(text string, each func(unit string, run bool)) {
	for at := 0; at < len(text); {
		from, run := at, false
		for at < len(text) {
			r, size := utf8.DecodeRuneInString(text[at:])
			if !alphanumeric(r, size) {
				break
			}
			at, run = at+size, true
		}
		if run {
			each(text[from:at], true)
			continue
		}
		_, size := utf8.DecodeRuneInString(text[at:])
		if at += size; IsWord(text[from:at]) {
			each(text[from:at], false)
		}
	}
}
