package content

import "strings"

// Positions order siblings byte by byte, so that an entry is moved by writing its own position alone. One is a whole number and a
// fraction, both in 62 digits. The first letter says how long the number is, so that longer ones sort after shorter ones: a0 … az,
// b00 … bzz, and below a0 with capitals: Zz … Z0, Yzz …. A fraction has no 0 at its end: between any two there is another.

// MaxPosition is how long a position may get, in bytes, before all siblings get new ones. That takes hundreds of moves into the
// same gap.
const MaxPosition = 64

const (
	digits  = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	zero    = "a0"
	nothing = '0' // the smallest digit
	most    = 'z' // the greatest
)

// Between gives a position after a and before b; "" stands for either end. ok is false where a does not stand before b, one of
// them is no position, or there is no room: then all siblings need new ones (see Spread).
func Between(a, b string) (position string, ok bool) {
	if (a != "" && !validPosition(a)) || (b != "" && !validPosition(b)) || (a != "" && b != "" && a >= b) {
		return "", false
	}
	whole, fraction := splitPosition(a)
	upper, rest := splitPosition(b)
	switch {
	case a == "" && b == "":
		return zero, true
	case a == "" && rest != "":
		return upper, true
	case a == "":
		return step(upper, -1)
	case whole == upper:
		return whole + middle(fraction, rest), true
	}
	if next, ok := step(whole, 1); ok && (b == "" || next < b) {
		return next, true
	}
	return whole + middle(fraction, ""), true
}

// Spread gives n positions in order, with much room between and around them.
func Spread(n int) []string {
	out := make([]string, n)
	next := zero
	for i := range out {
		out[i] = next
		next, _ = step(next, 1) // there are 62^26 of them
	}
	return out
}

// wholeLength is how long the number of a position is, by its first letter; 0 where that is none.
func wholeLength(head byte) int {
	switch {
	case head >= 'a' && head <= 'z':
		return int(head-'a') + 2
	case head >= 'A' && head <= 'Z':
		return int('Z'-head) + 2
	}
	return 0
}

func splitPosition(p string) (whole, fraction string) {
	if p == "" {
		return "", ""
	}
	n := wholeLength(p[0])
	return p[:n], p[n:]
}

func validPosition(p string) bool {
	if p == "" || len(p) < wholeLength(p[0]) || wholeLength(p[0]) == 0 || strings.Trim(p, digits) != "" {
		return false
	}
	_, fraction := splitPosition(p)
	return !strings.HasSuffix(fraction, string(nothing))
}

// step gives the number after (by 1) or before (by -1) one; ok is false beyond the last.
func step(whole string, by int) (next string, ok bool) {
	out := []byte(whole)
	for i := len(out) - 1; i > 0; i-- {
		if d := strings.IndexByte(digits, out[i]) + by; d >= 0 && d < len(digits) {
			out[i] = digits[d]
			return string(out), true
		}
		out[i] = map[int]byte{1: nothing, -1: most}[by]
	}
	return carry(out[0], by)
}

// carry goes on with the numbers of another length.
func carry(head byte, by int) (next string, ok bool) {
	switch {
	case by > 0 && head == 'Z':
		head = 'a'
	case by < 0 && head == 'a':
		head = 'Z'
	case by > 0 && head == 'z', by < 0 && head == 'A':
		return "", false
	default:
		head = byte(int(head) + by)
	}
	fill := map[int]string{1: string(nothing), -1: string(most)}[by]
	return string(head) + strings.Repeat(fill, wholeLength(head)-1), true
}

// middle gives a fraction between two; "" is 0 as a and 1 as b. a must be the smaller, and neither may end in 0.
func middle(a, b string) string {
	same := 0
	for same < len(b) && digitAt(a, same) == strings.IndexByte(digits, b[same]) {
		same++
	}
	if same > 0 {
		return b[:same] + middle(a[min(same, len(a)):], b[same:])
	}
	low, high := digitAt(a, 0), len(digits)
	if b != "" {
		high = strings.IndexByte(digits, b[0])
	}
	switch {
	case high-low > 1:
		return string(digits[(low+high)/2])
	case len(b) > 1:
		return b[:1]
	}
	return string(digits[low]) + middle(a[min(1, len(a)):], "")
}

func digitAt(fraction string, i int) int {
	if i >= len(fraction) {
		return 0
	}
	return strings.IndexByte(digits, fraction[i])
}
