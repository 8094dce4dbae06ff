package token

import "testing"

// TestHexFallback holds colours of every space, within srgb and outside of it, with what Color.js 0.7 makes of them
// (to("srgb").toGamut({space: "srgb", method: "css"}), an implementation of CSS Color 4 by its editors), to 8 bits.
func TestHexFallback(t *testing.T) {
	for _, c := range []struct {
		space      string
		components [3]float64
		want       string
	}{
		{"srgb", [3]float64{0.5971, 0.2993, 0.5423}, "#984c8a"},
		{"srgb", [3]float64{0.9871, 0.6722, 0.5292}, "#fcab87"},
		{"srgb-linear", [3]float64{0.0973, 0.219, 0.0639}, "#588147"},
		{"srgb-linear", [3]float64{0.7626, 0.7659, 0.5782}, "#e2e3c8"},
		{"display-p3", [3]float64{0.9499, 0.5175, 0.175}, "#ff7c00"},
		{"display-p3", [3]float64{0.7538, 0.0406, 0.0422}, "#d10000"},
		{"display-p3", [3]float64{0.3597, 0.6882, 0.8101}, "#33b2d2"},
		{"display-p3", [3]float64{0.5485, 0.1577, 0.4946}, "#981c82"},
		{"a98-rgb", [3]float64{0.1629, 0.2207, 0.0688}, "#1c3504"},
		{"a98-rgb", [3]float64{0.7139, 0.5881, 0.6734}, "#c297ae"},
		{"a98-rgb", [3]float64{0.3348, 0.5511, 0.0354}, "#258e00"},
		{"a98-rgb", [3]float64{0.0067, 0.7328, 0.4038}, "#00b073"},
		{"prophoto-rgb", [3]float64{0.3805, 0.8261, 0.6537}, "#00deb3"},
		{"prophoto-rgb", [3]float64{0.3873, 0.9419, 0.6292}, "#00f5b3"},
		{"prophoto-rgb", [3]float64{0.457, 0.1861, 0.7967}, "#8b06e2"},
		{"prophoto-rgb", [3]float64{0.205, 0.253, 0.343}, "#1c556e"},
		{"rec2020", [3]float64{0.4276, 0.5722, 0.0325}, "#4a9000"},
		{"rec2020", [3]float64{0.488, 0.7762, 0.8898}, "#00c9e3"},
		{"rec2020", [3]float64{0.3972, 0.3348, 0.8799}, "#5247e9"},
		{"rec2020", [3]float64{0.456, 0.5953, 0.7382}, "#3e96bd"},
		{"xyz-d65", [3]float64{0.2384, 0.8576, 0.4274}, "#00ffbd"},
		{"xyz-d65", [3]float64{0.2063, 0.0099, 0.7772}, "#610088"},
		{"xyz-d65", [3]float64{0.3161, 0.4988, 0.2817}, "#60d27f"},
		{"xyz-d65", [3]float64{0.5238, 0.6032, 0.7547}, "#a8d4da"},
		{"xyz-d50", [3]float64{0.6455, 0.9531, 0.7657}, "#bafff4"},
		{"xyz-d50", [3]float64{0.3771, 0.128, 0.2083}, "#cd0088"},
		{"xyz-d50", [3]float64{0.6376, 0.7288, 0.6493}, "#bce6e6"},
		{"xyz-d50", [3]float64{0.3343, 0.3118, 0.5977}, "#8993e6"},
		{"hsl", [3]float64{57.913, 42.9448, 69.3847}, "#d2d08f"},
		{"hsl", [3]float64{191.8933, 57.6531, 55.125}, "#4bb4cf"},
		{"hwb", [3]float64{79.6323, 53.2931, 13.9469}, "#c0db88"},
		{"hwb", [3]float64{61.5085, 9.8443, 39.3306}, "#979b19"},
		{"lab", [3]float64{74.9446, -59.6769, -39.0809}, "#00cde8"},
		{"lab", [3]float64{11.9443, 0.7045, 38.7209}, "#202100"},
		{"lab", [3]float64{57.4445, 68.4215, -17.3257}, "#e949ab"},
		{"lab", [3]float64{67.5087, 5.6874, 69.0569}, "#c59f09"},
		{"lch", [3]float64{22.0253, 55.7243, 294.977}, "#2a2a82"},
		{"lch", [3]float64{52.6106, 131.666, 198.9746}, "#00888b"},
		{"lch", [3]float64{36.5067, 66.1042, 28.607}, "#a90f28"},
		{"lch", [3]float64{33.9991, 94.3376, 191.7807}, "#005856"},
		{"oklab", [3]float64{0.2833, 0.0884, -0.3375}, "#2c0080"},
		{"oklab", [3]float64{0.2454, 0.0967, -0.1517}, "#31005a"},
		{"oklab", [3]float64{0.3466, -0.0203, -0.0662}, "#1d3b5d"},
		{"oklab", [3]float64{0.4206, -0.0685, 0.0053}, "#18594b"},
		{"oklch", [3]float64{0.4001, 0.0123, 309.9841}, "#4a464d"},
		{"oklch", [3]float64{0.1539, 0.1524, 28.4146}, "#260000"},
		{"oklch", [3]float64{0.8294, 0.0771, 6.2023}, "#f4b3bf"},
		{"oklch", [3]float64{0.7036, 0.2487, 106.8611}, "#ada500"},
		// the corners: white and black from outside, none, a grey of hwb, exact conversions of CSS
		{"oklch", [3]float64{1, 0.3, 20}, "#ffffff"},
		{"lab", [3]float64{0, 90, 90}, "#000000"},
		{"hwb", [3]float64{120, 60, 60}, "#808080"},
		{"hsl", [3]float64{330, 100, 50}, "#ff0080"},
		{"xyz-d65", [3]float64{0.5929, 0.2848, 0.9699}, "#ff00ff"},
	} {
		color := Color{Space: c.space, Alpha: 1}
		for i, v := range c.components {
			color.Components[i].Value = v
		}
		if got := color.HexFallback(); got != c.want {
			t.Errorf("%s %v: %s, want %s", c.space, c.components, got, c.want)
		}
	}
	given := Color{Space: "oklch", Alpha: 0.5, Hex: "#123456"}
	if got := given.HexFallback(); got != "#12345680" {
		t.Errorf("the hex of the file with alpha: %s", got)
	}
}
