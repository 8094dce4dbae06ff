package token

import "math"

// Fits says whether every part of the colour lies within a gamut, "srgb" or "display-p3", but for what rounding costs.
func (c Color) Fits(gamut string) bool {
	if c.Space == gamut || gamut == "display-p3" && c.Space == "srgb" || c.Space == "hsl" || c.Space == "hwb" {
		return true
	}
	m := xyzToSRGB
	if gamut == "display-p3" {
		m = p3ToXYZ.inverse()
	}
	return inGamut(m.mul(c.xyz()).each(srgbGamma))
}

func (m matrix) inverse() matrix {
	cofactor := func(r, c int) float64 {
		a, b, d, e := (r+1)%3, (r+2)%3, (c+1)%3, (c+2)%3
		return m[a][d]*m[b][e] - m[a][e]*m[b][d]
	}
	det := m[0][0]*cofactor(0, 0) + m[0][1]*cofactor(0, 1) + m[0][2]*cofactor(0, 2)
	var out matrix
	for r := range out {
		for c := range out[r] {
			out[r][c] = cofactor(c, r) / det
		}
	}
	return out
}

// Over gives an opaque srgb colour: c painted over the opaque colour below.
func (c Color) Over(below Color) Color {
	a, b := c.SRGB(), below.SRGB()
	out := Color{Space: "srgb", Alpha: 1}
	for i := range a {
		out.Components[i].Value = a[i]*c.Alpha + b[i]*(1-c.Alpha)
	}
	return out
}

// ContrastWCAG gives the contrast of two opaque colours as WCAG 2.2 counts it, from 1 to 21.
func ContrastWCAG(a, b Color) float64 {
	luminance := func(c Color) float64 {
		v := vec(c.SRGB()).each(srgbLinear)
		return 0.2126*v[0] + 0.7152*v[1] + 0.0722*v[2]
	}
	la, lb := luminance(a), luminance(b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

// ContrastAPCA gives the lightness contrast Lc of a text on a background, both opaque, as APCA 0.1.9 counts it: from about -108,
// white on black, over 0 to 106, black on white.
func ContrastAPCA(text, background Color) float64 {
	const blackAt, blackClamp, scale, offset, least, lowClip = 0.022, 1.414, 1.14, 0.027, 0.0005, 0.1
	y := func(c Color) float64 {
		v := vec(c.SRGB()).each(func(x float64) float64 { return math.Pow(math.Round(x*255)/255, 2.4) })
		sum := 0.2126729*v[0] + 0.7151522*v[1] + 0.0721750*v[2]
		if sum < blackAt {
			sum += math.Pow(blackAt-sum, blackClamp)
		}
		return sum
	}
	t, b := y(text), y(background)
	if math.Abs(b-t) < least {
		return 0
	}
	if b > t { // dark on light
		if s := (math.Pow(b, 0.56) - math.Pow(t, 0.57)) * scale; s >= lowClip {
			return (s - offset) * 100
		}
		return 0
	}
	if s := (math.Pow(b, 0.65) - math.Pow(t, 0.62)) * scale; s <= -lowClip {
		return (s + offset) * 100
	}
	return 0
}
