package token

import "math"

// The conversions of CSS Color 4, section "Sample code for color conversions": everything goes through CIE XYZ with the white
// point D65. The matrices are those of the specification, written as it writes them where it gives fractions.

type vec [3]float64
type matrix [3]vec

func (m matrix) mul(v vec) vec {
	var out vec
	for i := range m {
		out[i] = m[i][0]*v[0] + m[i][1]*v[1] + m[i][2]*v[2]
	}
	return out
}

func (v vec) each(f func(float64) float64) vec { return vec{f(v[0]), f(v[1]), f(v[2])} }

var (
	srgbToXYZ = matrix{
		{506752.0 / 1228815, 87881.0 / 245763, 12673.0 / 70218},
		{87098.0 / 409605, 175762.0 / 245763, 12673.0 / 175545},
		{7918.0 / 409605, 87881.0 / 737289, 1001167.0 / 1053270},
	}
	xyzToSRGB = matrix{
		{12831.0 / 3959, -329.0 / 214, -1974.0 / 3959},
		{-851781.0 / 878810, 1648619.0 / 878810, 36519.0 / 878810},
		{705.0 / 12673, -2585.0 / 12673, 705.0 / 667},
	}
	p3ToXYZ = matrix{
		{608311.0 / 1250200, 189793.0 / 714400, 198249.0 / 1000160},
		{35783.0 / 156275, 247089.0 / 357200, 198249.0 / 2500400},
		{0, 32229.0 / 714400, 5220557.0 / 5000800},
	}
	a98ToXYZ = matrix{
		{573536.0 / 994567, 263643.0 / 1420810, 187206.0 / 994567},
		{591459.0 / 1989134, 6239551.0 / 9945670, 374412.0 / 4972835},
		{53769.0 / 1989134, 351524.0 / 4972835, 4929758.0 / 4972835},
	}
	rec2020ToXYZ = matrix{
		{63426534.0 / 99577255, 20160776.0 / 139408157, 47086771.0 / 278816314},
		{26158966.0 / 99577255, 472592308.0 / 697040785, 8267143.0 / 139408157},
		{0, 19567812.0 / 697040785, 295819943.0 / 278816314},
	}
	prophotoToXYZ50 = matrix{
		{0.79776664490064230, 0.13518129740053308, 0.03134773412839220},
		{0.28807482881940130, 0.71183523424187300, 0.00008993693872564},
		{0, 0, 0.82510460251046020},
	}
	d50ToD65 = matrix{
		{0.955473421488075, -0.02309845494876471, 0.06325924320057072},
		{-0.0283697093338637, 1.0099953980813041, 0.021041441191917323},
		{0.012314014864481998, -0.020507649298898964, 1.330365926242124},
	}
	whiteD50 = vec{0.3457 / 0.3585, 1, (1 - 0.3457 - 0.3585) / 0.3585}

	xyzToLMS = matrix{
		{0.8190224379967030, 0.3619062600528904, -0.1288737815209879},
		{0.0329836539323885, 0.9292868615863434, 0.0361446663506424},
		{0.0481771893596242, 0.2642395317527308, 0.6335478284694309},
	}
	lmsToXYZ = matrix{
		{1.2268798758459243, -0.5578149944602171, 0.2813910456659647},
		{-0.0405757452148008, 1.1122868032803170, -0.0717110580655164},
		{-0.0763729366746601, -0.4214933324022432, 1.5869240198367816},
	}
	lmsToOKLab = matrix{
		{0.2104542683093140, 0.7936177747023054, -0.0040720430116193},
		{1.9779985324311684, -2.4285922420485799, 0.4505937096174110},
		{0.0259040424655478, 0.7827717124575296, -0.8086757549230774},
	}
	oklabToLMS = matrix{
		{1, 0.3963377773761749, 0.2158037573099136},
		{1, -0.1055613458156586, -0.0638541728258133},
		{1, -0.0894841775298119, -1.2914855480194092},
	}
)

// xyz gives a colour in XYZ, white point D65; a component that is none counts as 0.
func (c Color) xyz() vec {
	v := vec{c.Components[0].Value, c.Components[1].Value, c.Components[2].Value}
	switch c.Space {
	case "srgb-linear":
		return srgbToXYZ.mul(v)
	case "hsl":
		return srgbToXYZ.mul(fromHSL(v).each(srgbLinear))
	case "hwb":
		return srgbToXYZ.mul(fromHWB(v).each(srgbLinear))
	case "display-p3":
		return p3ToXYZ.mul(v.each(srgbLinear))
	case "a98-rgb":
		return a98ToXYZ.mul(v.each(func(x float64) float64 { return math.Pow(x, 563.0/256) }))
	case "prophoto-rgb":
		return d50ToD65.mul(prophotoToXYZ50.mul(v.each(func(x float64) float64 {
			if x <= 16.0/512 {
				return x / 16
			}
			return math.Pow(x, 1.8)
		})))
	case "rec2020":
		// The curve of displays (BT.1886), not that of cameras: CSS Color 4 changed to it in 2025.
		return rec2020ToXYZ.mul(v.each(func(x float64) float64 { return math.Pow(x, 2.4) }))
	case "xyz-d65":
		return v
	case "xyz-d50":
		return d50ToD65.mul(v)
	case "lab":
		return d50ToD65.mul(fromLab(v))
	case "lch":
		return d50ToD65.mul(fromLab(fromPolar(v)))
	case "oklab":
		return fromOKLab(v)
	case "oklch":
		return fromOKLab(fromPolar(v))
	}
	return srgbToXYZ.mul(v.each(srgbLinear))
}

// srgbLinear takes the gamma off a component, srgbGamma puts it on.
func srgbLinear(x float64) float64 {
	if a := math.Abs(x); a > 0.04045 {
		return math.Copysign(math.Pow((a+0.055)/1.055, 2.4), x)
	}
	return x / 12.92
}

func srgbGamma(x float64) float64 {
	if a := math.Abs(x); a > 0.0031308 {
		return math.Copysign(1.055*math.Pow(a, 1/2.4)-0.055, x)
	}
	return x * 12.92
}

// fromHSL gives srgb of hue in degrees, saturation and lightness in percent.
func fromHSL(v vec) vec {
	s, l := v[1]/100, v[2]/100
	f := func(n float64) float64 {
		k := math.Mod(n+v[0]/30, 12)
		return l - s*min(l, 1-l)*max(-1, min(k-3, 9-k, 1))
	}
	return vec{f(0), f(8), f(4)}
}

// fromHWB gives srgb of hue in degrees, whiteness and blackness in percent.
func fromHWB(v vec) vec {
	white, black := v[1]/100, v[2]/100
	if white+black >= 1 {
		grey := white / (white + black)
		return vec{grey, grey, grey}
	}
	return fromHSL(vec{v[0], 100, 50}).each(func(x float64) float64 { return x*(1-white-black) + white })
}

// fromPolar gives lightness, a and b of lightness, chroma and hue.
func fromPolar(v vec) vec {
	sin, cos := math.Sincos(v[2] * math.Pi / 180)
	return vec{v[0], v[1] * cos, v[1] * sin}
}

// fromLab gives XYZ, white point D50, of CIE Lab.
func fromLab(v vec) vec {
	const kappa, epsilon = 24389.0 / 27, 216.0 / 24389
	fy := (v[0] + 16) / 116
	fx, fz := v[1]/500+fy, fy-v[2]/200
	cube := func(f float64) float64 {
		if f*f*f > epsilon {
			return f * f * f
		}
		return (116*f - 16) / kappa
	}
	y := v[0] / kappa
	if v[0] > kappa*epsilon {
		y = fy * fy * fy
	}
	return vec{cube(fx) * whiteD50[0], y * whiteD50[1], cube(fz) * whiteD50[2]}
}

func fromOKLab(v vec) vec {
	return lmsToXYZ.mul(oklabToLMS.mul(v).each(func(x float64) float64 { return x * x * x }))
}

func toOKLab(xyz vec) vec { return lmsToOKLab.mul(xyzToLMS.mul(xyz).each(math.Cbrt)) }

// SRGB gives the colour in srgb, each component from 0 to 1. What lies outside of srgb is mapped into it as CSS Color 4 does:
// the chroma is taken down in OKLCH until the colour fits, lightness and hue kept.
func (c Color) SRGB() [3]float64 {
	switch c.Space { // exact, with no way through matrices
	case "srgb":
		return [3]float64{c.Components[0].Value, c.Components[1].Value, c.Components[2].Value}
	case "hsl":
		return fromHSL(vec{c.Components[0].Value, c.Components[1].Value, c.Components[2].Value})
	case "hwb":
		return fromHWB(vec{c.Components[0].Value, c.Components[1].Value, c.Components[2].Value})
	}
	return intoSRGB(c.xyz())
}

// HexFallback gives the colour as #rrggbb, or #rrggbbaa where it is not opaque: the hex of the file where there is one, else
// the colour in srgb, rounded to 8 bits.
func (c Color) HexFallback() string {
	hex := c.Hex
	if hex == "" {
		var b [3]int
		for i, v := range c.SRGB() {
			b[i] = int(math.Round(v * 255))
		}
		hex = hexOf(b[:]...)
	}
	if c.Alpha != 1 {
		hex += hexOf(int(math.Round(c.Alpha * 255)))[1:]
	}
	return hex
}

// intoSRGB is the section "Sample pseudocode for the Binary Search Gamut Mapping Algorithm with Local MINDE" of CSS Color 4.
func intoSRGB(xyz vec) vec {
	const justNoticeable, epsilon = 0.02, 0.0001
	lab := toOKLab(xyz)
	switch {
	case lab[0] >= 1:
		return vec{1, 1, 1}
	case lab[0] <= 0:
		return vec{0, 0, 0}
	}
	rgb := func(lab vec) vec { return xyzToSRGB.mul(fromOKLab(lab)).each(srgbGamma) }
	if plain := xyzToSRGB.mul(xyz).each(srgbGamma); inGamut(plain) {
		return clip(plain)
	}
	distance := func(a, b vec) float64 { return math.Sqrt(sq(a[0]-b[0]) + sq(a[1]-b[1]) + sq(a[2]-b[2])) }
	okOf := func(rgb vec) vec { return toOKLab(srgbToXYZ.mul(rgb.each(srgbLinear))) }

	clipped := clip(rgb(lab))
	if distance(okOf(clipped), lab) < justNoticeable {
		return clipped
	}
	least, most, leastInGamut := 0.0, 1.0, true // shares of the chroma
	whole := math.Hypot(lab[1], lab[2])
	for (most-least)*whole > epsilon {
		share := (least + most) / 2
		now := vec{lab[0], lab[1] * share, lab[2] * share}
		if leastInGamut && inGamut(rgb(now)) {
			least = share
			continue
		}
		clipped = clip(rgb(now))
		e := distance(okOf(clipped), now)
		switch {
		case e >= justNoticeable:
			most = share
		case justNoticeable-e < epsilon:
			return clipped
		default:
			leastInGamut, least = false, share
		}
	}
	return clipped
}

func sq(x float64) float64 { return x * x }

func inGamut(v vec) bool {
	const slack = 0.000075 // of what the matrices lose
	for _, x := range v {
		if x < -slack || x > 1+slack {
			return false
		}
	}
	return true
}

func clip(v vec) vec { return v.each(func(x float64) float64 { return min(max(x, 0), 1) }) }
