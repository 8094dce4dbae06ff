package token

import (
	"math"
	"testing"
)

func hexColor(hex string) Color {
	n, _ := parseHex(hex)
	c := Color{Space: "srgb", Alpha: 1}
	for i := range c.Components {
		c.Components[i].Value = float64(n>>(16-8*i)&255) / 255
	}
	return c
}

// TestContrast: the values that the authors of APCA publish for their formula, and those of WCAG.
func TestContrast(t *testing.T) {
	for _, c := range []struct {
		text, background string
		apca, wcag       float64
	}{
		{"#888888", "#ffffff", 63.056469930209424, 3.5448},
		{"#ffffff", "#888888", -68.54146436644962, 3.5448},
		{"#000000", "#aaaaaa", 58.146262578561334, 9.0406},
		{"#aaaaaa", "#000000", -56.24113336839742, 9.0406},
		{"#112233", "#ddeeff", 91.66830811481631, 13.6478},
		{"#ddeeff", "#112233", -93.06770049484275, 13.6478},
		{"#112233", "#444444", 8.32326136957393, 1.6580},
		{"#444444", "#112233", -7.526878460278154, 1.6580},
		{"#000000", "#000000", 0, 1},
	} {
		if got := ContrastAPCA(hexColor(c.text), hexColor(c.background)); math.Abs(got-c.apca) > 1e-9 {
			t.Errorf("APCA of %s on %s: %v, want %v", c.text, c.background, got, c.apca)
		}
		if got := ContrastWCAG(hexColor(c.text), hexColor(c.background)); math.Abs(got-c.wcag) > 0.01 {
			t.Errorf("WCAG of %s on %s: %v, want %v", c.text, c.background, got, c.wcag)
		}
	}
}

func TestFits(t *testing.T) {
	color := func(space string, v ...float64) Color {
		return Color{Space: space, Alpha: 1, Components: [3]Component{{Value: v[0]}, {Value: v[1]}, {Value: v[2]}}}
	}
	for _, c := range []struct {
		color    Color
		srgb, p3 bool
	}{
		{color("srgb", 1, 0, 0), true, true},
		{color("hwb", 120, 0, 0), true, true},
		{color("display-p3", 1, 0, 0), false, true},
		{color("display-p3", 0.5, 0.5, 0.5), true, true},
		{color("rec2020", 0, 1, 0), false, false},
		{color("oklch", 0.7, 0.2, 140), true, true},
		{color("oklch", 0.7, 0.4, 140), false, false},
		{color("lab", 100, 0, 0), true, true},
	} {
		if s, p := c.color.Fits("srgb"), c.color.Fits("display-p3"); s != c.srgb || p != c.p3 {
			t.Errorf("%s: srgb %t, p3 %t", CSS(c.color), s, p)
		}
	}
	if got := CSS(Color{Space: "srgb", Alpha: 0.5}.Over(hexColor("#ffffff"))); got != "color(srgb 0.5 0.5 0.5)" {
		t.Error(got)
	}
}
