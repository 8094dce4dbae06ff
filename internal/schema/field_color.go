package schema

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// colorKind is a colour: #0b5563, a colour of CSS by name or function, or a design token, {color.accent}, which follows
// the brand and theme of the site that shows it. It is checked strictly, because it ends up in style sheets.
type colorKind struct{}

var (
	hexColor   = regexp.MustCompile(`^#([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$`)
	tokenColor = regexp.MustCompile(`^\{[A-Za-z0-9_-]{1,60}(\.[A-Za-z0-9_-]{1,60}){0,9}\}$`)
	callColor  = regexp.MustCompile(`^([a-z]{2,5})\(([a-z0-9.,%/ +-]{1,80})\)$`)
	cssNumber  = regexp.MustCompile(`^[+-]?([0-9]{1,6}(\.[0-9]{1,6})?|\.[0-9]{1,6})(%|deg|rad|grad|turn)?$`)
)

// channel is what one argument of a colour function may be.
type channel struct {
	limit float64 // of a plain number; a percentage goes to 100
	angle bool    // a hue: any number, in degrees or with a unit of angles
	below float64 // the least plain number; colour axes go below zero
}

var (
	alphaChannel = channel{limit: 1}
	hueChannel   = channel{angle: true}
	percent      = channel{limit: 100}
	// colorFunctions are the functions of CSS Color 4 that name one colour by itself.
	colorFunctions = map[string][3]channel{
		"rgb": {{limit: 255}, {limit: 255}, {limit: 255}}, "rgba": {{limit: 255}, {limit: 255}, {limit: 255}},
		"hsl": {hueChannel, percent, percent}, "hsla": {hueChannel, percent, percent}, "hwb": {hueChannel, percent, percent},
		"lab": {percent, {limit: 125, below: -125}, {limit: 125, below: -125}}, "lch": {percent, {limit: 150}, hueChannel},
		"oklab": {{limit: 1}, {limit: 0.4, below: -0.4}, {limit: 0.4, below: -0.4}}, "oklch": {{limit: 1}, {limit: 0.4}, hueChannel},
	}
)

func (colorKind) traits() traits { return traits{options: []string{"default"}} }

func (colorKind) declare(*declaration) {}

func (colorKind) value(_ *Field, v any) (any, []Issue) {
	s, issues := line(v, 120)
	if issues != nil || s == "" {
		return nil, issues
	}
	if strings.HasPrefix(s, "{") {
		if !tokenColor.MatchString(s) {
			return nil, wrong("bad_color", "%.60q is not a design token such as {color.accent}", s)
		}
		return s, nil
	}
	s = strings.ToLower(s)
	if !hexColor.MatchString(s) && !slices.Contains(colorNames, s) && !colorCall(s) {
		return nil, wrong("bad_color", "%.60q is neither a colour such as #0b5563 nor a design token such as {color.accent}", s)
	}
	return s, nil
}

// TokenOf gives the path of the design token that a colour names, and whether it names one.
func TokenOf(v any) (path string, ok bool) {
	s, _ := v.(string)
	if !tokenColor.MatchString(s) {
		return "", false
	}
	return s[1 : len(s)-1], true
}

// colorCall says whether s is a function with good arguments, with spaces ("rgb(1 2 3 / 50%)") or in the older form with commas,
// which only rgb and hsl have.
func colorCall(s string) bool {
	m := callColor.FindStringSubmatch(s)
	if m == nil {
		return false
	}
	channels, ok := colorFunctions[m[1]]
	if !ok {
		return false
	}
	var args []string
	if strings.Contains(m[2], ",") {
		args = strings.Split(m[2], ",")
		if old := strings.HasPrefix(m[1], "rgb") || strings.HasPrefix(m[1], "hsl"); !old || strings.Contains(m[2], "/") {
			return false
		}
	} else {
		before, alpha, slashed := strings.Cut(m[2], "/")
		args = strings.Fields(before)
		if len(args) != 3 {
			return false
		}
		if slashed {
			args = append(args, alpha)
		}
	}
	if len(args) != 3 && len(args) != 4 {
		return false
	}
	for i, arg := range args {
		c := alphaChannel
		if i < 3 {
			c = channels[i]
		}
		if !c.takes(strings.TrimSpace(arg)) {
			return false
		}
	}
	return true
}

func (c channel) takes(arg string) bool {
	m := cssNumber.FindStringSubmatch(arg)
	if m == nil {
		return false
	}
	x, err := strconv.ParseFloat(strings.TrimSuffix(arg, m[3]), 64)
	switch {
	case err != nil:
		return false
	case c.angle:
		return m[3] != "%"
	case m[3] == "%":
		return x <= 100 && (x >= 0 || c.below < 0 && x >= -100)
	}
	return m[3] == "" && x >= c.below && x <= c.limit
}

// colorNames are the names of CSS Color 4, with transparent and currentcolor.
var colorNames = strings.Fields(`transparent currentcolor
aliceblue antiquewhite aqua aquamarine azure beige bisque black blanchedalmond blue blueviolet brown burlywood cadetblue chartreuse
chocolate coral cornflowerblue cornsilk crimson cyan darkblue darkcyan darkgoldenrod darkgray darkgreen darkgrey darkkhaki
darkmagenta darkolivegreen darkorange darkorchid darkred darksalmon darkseagreen darkslateblue darkslategray darkslategrey
darkturquoise darkviolet deeppink deepskyblue dimgray dimgrey dodgerblue firebrick floralwhite forestgreen fuchsia gainsboro
ghostwhite gold goldenrod gray green greenyellow grey honeydew hotpink indianred indigo ivory khaki lavender lavenderblush
lawngreen lemonchiffon lightblue lightcoral lightcyan lightgoldenrodyellow lightgray lightgreen lightgrey lightpink lightsalmon
lightseagreen lightskyblue lightslategray lightslategrey lightsteelblue lightyellow lime limegreen linen magenta maroon
mediumaquamarine mediumblue mediumorchid mediumpurple mediumseagreen mediumslateblue mediumspringgreen mediumturquoise
mediumvioletred midnightblue mintcream mistyrose moccasin navajowhite navy oldlace olive olivedrab orange orangered orchid
palegoldenrod palegreen paleturquoise palevioletred papayawhip peachpuff peru pink plum powderblue purple rebeccapurple red
rosybrown royalblue saddlebrown salmon sandybrown seagreen seashell sienna silver skyblue slateblue slategray slategrey snow
springgreen steelblue tan teal thistle tomato turquoise violet wheat white whitesmoke yellow yellowgreen`)
