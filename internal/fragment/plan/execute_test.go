package plan

import (
	"strings"
	"testing"
)

// TestExecute: what a plan writes is what html/template writes, for everything that templates may say; and what a plan leaves to it, it does
// leave.
func TestExecute(t *testing.T) {
	for name, c := range map[string]struct {
		src  string
		left string // why there is no plan; "refused": at execution; "": there is one
	}{
		"text":               {src: "<p>a</p>"},
		"nothing":            {src: ""},
		"comment":            {src: "a{{/* x */}}b<!-- c -->"},
		"field":              {src: "<p title=\"{{.Name}}\">{{.Name}}</p>{{.Inner.Deep}}"},
		"pointer":            {src: "{{.Sub.Name}}{{with .Sub}}{{.Link}}{{end}}"},
		"no pointer":         {src: "{{.Sub.Sub.Name}}", left: "refused"},
		"no pointer, with":   {src: "{{with .Sub.Sub}}{{.Name}}{{else}}none{{end}}"},
		"address":            {src: "{{range .Parts}}<a href=\"{{.Link}}\" href='{{.Link}}'>{{end}}"},
		"query":              {src: "{{range .Parts}}<a href=\"/?q={{.Link}}&r={{.Name}}\">{{end}}"},
		"unquoted":           {src: "<p class={{.Name}} id={{.Link}}>"},
		"attribute":          {src: "<p {{attr .Name}} {{.Attr}}>"},
		"name of attribute":  {src: "<p {{.Name}}>"},
		"script":             {src: "<script>a = {{.Name}}; b = {{.Count}}; c = '{{.Link}}'; d = {{.Words}}</script>"},
		"style":              {src: "<style>a{color:{{.Name}}}</style><p style=\"{{.Link}}\">"},
		"textarea":           {src: "<textarea>{{.Name}}{{.Raw}}</textarea>"},
		"comments drop":      {src: "<!-- {{.Name}} --><p>"},
		"srcset":             {src: "<img srcset=\"{{.Link}} 2x\">"},
		"markup":             {src: "{{.Raw}}{{markup .Name}}<p title=\"{{.Raw}}\">{{markup \"m\"}}"},
		"numbers":            {src: "{{.Count}}{{.Small}}{{3}}{{-4}}{{len .Tags}}{{true}}<p title=\"{{.Count}}\">"},
		"own string type":    {src: "{{.Kind}}<p title={{.Kind}}>{{if eq .Kind \"k<\"}}y{{end}}"},
		"lists":              {src: "{{.Tags}}{{.Words}}{{.Pair}}"},
		"literals":           {src: "{{\"<a>\"}}{{`b`}}{{3}}{{if true}}t{{end}}"},
		"if":                 {src: "{{if .Bold}}b{{end}}{{if .Name}}n{{else}}m{{end}}{{range .Parts}}{{if .Bold}}b{{else if .Name}}n{{else}}x{{end}}{{end}}"},
		"if of everything":   {src: "{{if .Count}}1{{end}}{{if .Small}}2{{end}}{{if .Words}}3{{end}}{{if .Tags}}4{{end}}{{if .Pair}}5{{end}}{{if .Inner}}6{{end}}{{if .Sub}}7{{end}}{{if .Raw}}8{{end}}"},
		"if of nothing":      {src: "{{with .Sub}}{{if .Count}}1{{end}}{{if .Parts}}3{{end}}{{if .Sub}}7{{end}}{{if .Raw}}8{{end}}{{if .Lists}}9{{end}}{{end}}"},
		"range":              {src: "{{range .Tags}}<i>{{.}}</i>{{else}}none{{end}}{{range .Sub.Parts}}x{{else}}none{{$.Name}}{{end}}"},
		"range of array":     {src: "{{range .Pair}}{{.}}{{end}}"},
		"range of map":       {src: "{{range $k, $v := .Words}}{{$k}}={{$v}};{{end}}{{range .By}}{{.Name}}{{end}}"},
		"range by number":    {src: "{{range $i, $t := .Tags}}{{$i}}{{if $i}}, {{end}}{{$t}}{{end}}"},
		"range of a number":  {src: "{{range 3}}x{{end}}", left: "range over int"},
		"range in range":     {src: "{{range .Parts}}{{range .Parts}}{{.Name}}{{range $.Tags}}{{.}}{{end}}{{end}}{{.Link}}{{end}}"},
		"break":              {src: "{{range .Tags}}{{if eq . \"y<\"}}{{break}}{{end}}{{.}}{{end}}{{.Name}}"},
		"continue":           {src: "{{range .Tags}}{{with .}}{{if eq . \"y<\"}}{{continue}}{{end}}{{end}}{{.}}{{end}}{{.Name}}"},
		"break in else":      {src: "{{range .Tags}}{{range $.Sub.Parts}}{{else}}{{break}}{{end}}{{.}}{{end}}"},
		"continue in else":   {src: "{{range .Tags}}{{range $.Sub.Parts}}{{else}}{{continue}}{{end}}{{.}}{{end}}"},
		"missing key":        {src: "{{if .Words.none}}x{{end}}{{range .Lists.none}}x{{else}}e{{end}}{{with .Lists.none}}x{{else}}w{{end}}"},
		"missing key, said":  {src: "{{.Words.none}}", left: "refused"},
		"missing key, field": {src: "{{.By.none.Name}}", left: "refused"},
		"missing key, given": {src: "{{template \"list\" .Lists.none}}"},
		"key":                {src: "{{.Words.a}}{{.By.leaf.Name}}{{range .Lists.main}}{{.Link}}{{end}}"},
		"variable":           {src: "{{$n := .Name}}{{range .Parts}}{{$n}}{{$n := .Name}}{{$n}}{{end}}{{$n}}"},
		"variable is set":    {src: "{{$last := \"\"}}{{range .Tags}}{{$last}}{{$last = .}}{{end}}{{$last}}"},
		"another type":       {src: "{{$x := \"\"}}{{$x = 3}}{{$x}}", left: "$x gets a value of another type"},
		"variable of if":     {src: "{{if $x := .Name}}{{$x}}{{else}}{{$x}}{{end}}{{with $s := .Sub}}{{$s.Name}}{{.Link}}{{end}}"},
		"variable in range":  {src: "{{range $t := .Tags}}{{$t}}{{else}}none{{end}}"},
		"behind else":        {src: "{{range $t := .Sub.Parts}}{{$t.Name}}{{else}}{{$t}}{{end}}", left: "the variable $t is not translated here"},
		"in brackets":        {src: "{{if and .Name ($x := .Link)}}{{$x}}{{end}}", left: "a variable in brackets"},
		"unread variable":    {src: "{{$x := now}}{{$y := say .Name}}a"},
		"unread failing":     {src: "{{$x := fails}}a", left: "refused"},
		"root":               {src: "{{range .Parts}}{{$.Name}}{{$.Inner.Deep}}{{end}}"},
		"and":                {src: "{{if and .Bold .Name (not .Sub.Bold)}}y{{end}}{{and .Name .Link}}{{and .Name \"\"}}"},
		"or":                 {src: "{{if or .Sub.Parts .Bold}}y{{end}}{{or .Name .Link}}{{or \"\" .Link}}"},
		"or of two types":    {src: "{{or .Name .Count}}", left: "is not of one type"},
		"later ones":         {src: "{{if or .Bold (eq fails \"\")}}y{{end}}{{if and .Sub.Bold fails}}n{{end}}"},
		"eq":                 {src: "{{if eq .Name \"a\" \"b\" .Name}}y{{end}}{{if eq .Count 300}}y{{end}}{{if eq .Bold true}}y{{end}}{{if eq .Count 1 2}}n{{end}}"},
		"ne":                 {src: "{{if ne .Name \"a\"}}y{{end}}{{if ne .Count 300}}n{{end}}"},
		"order":              {src: "{{if lt .Name \"z\"}}1{{end}}{{if le 3 3}}2{{end}}{{if gt .Count 3}}3{{end}}{{if ge \"a\" \"b\"}}4{{end}}{{if gt (len .Tags) 2}}5{{end}}"},
		"eq of two types":    {src: "{{if eq .Name 3}}{{end}}", left: "comparing these values"},
		"eq of signs":        {src: "{{if eq .Count .Small}}{{end}}", left: "comparing these values"},
		"index":              {src: "{{index .Tags 1}}{{index .Words \"b\"}}{{(index .Parts 0).Name}}{{index .Pair 1}}{{index .Words \"none\"}}{{len (index .Lists \"none\")}}"},
		"index too far":      {src: "{{index .Tags 3}}", left: "refused"},
		"index below":        {src: "{{index .Tags -1}}", left: "refused"},
		"len of nothing":     {src: "{{len .Lists.none}}", left: "refused"},
		"slice":              {src: "{{slice .Name 1 2}}", left: "slice with 3 arguments"},
		"functions":          {src: "{{say .Name}}{{say \"x\"}}{{.Name | say}}{{now}}{{now | say}}{{say (say .Link)}}<p title=\"{{say .Name}}\">"},
		"failing function":   {src: "a{{fails}}b", left: "refused"},
		"failing argument":   {src: "a{{say \"fail\"}}b", left: "refused"},
		"another argument":   {src: "{{say .Count}}", left: "say with these arguments"},
		"markup as argument": {src: "{{say .Raw}}", left: "say with these arguments"},
		"template":           {src: "{{template \"list\" .Parts}}{{template \"list\" .Sub.Parts}}"},
		"template of itself": {src: "{{template \"tree\" .}}"},
		"two types":          {src: "{{template \"any\" .Name}}{{template \"any\" .Link}}{{template \"any\" .Tags}}"},
		"template, nothing":  {src: "{{template \"static\"}}{{template \"static\" .}}"},
		"nothing used":       {src: "{{template \"any\"}}", left: ". of nothing"},
		"endless":            {src: "{{template \"main\" .}}", left: "refused"},
		"it calls what not":  {src: "{{template \"left\" .}}", left: "slice with"},
		"interface":          {src: "{{.Any}}", left: "values of type interface {}"},
		"number of floats":   {src: "{{.Float}}", left: "values of type float64"},
		"error":              {src: "{{.Err}}", left: "values of type error"},
		"method":             {src: "{{.String}}", left: "the method String"},
		"whole values":       {src: "{{range .Parts}}{{.}}{{end}}<p title=\"{{.Sub}}\">{{.Sub}}{{.Sub.Sub}}{{.Inner}}"},
		"unknown field":      {src: "{{.Nope}}", left: "has no field Nope"},
		"hidden field":       {src: "{{.hidden}}", left: "has no field hidden"},
		"field of text":      {src: "{{.Name.Length}}", left: "string has no field Length"},
		"float":              {src: "{{1.5}}", left: "the number 1.5"},
		"character":          {src: "{{'a'}}", left: "the number 'a'"},
		"nil":                {src: "{{if eq .Sub nil}}{{end}}", left: "nil is not translated"},
		"printf":             {src: "{{printf \"%s\" .Name}}", left: "printf with 2 arguments"},
		"html":               {src: "{{.Name | html}}", left: "html with 1 arguments"},
		"too long":           {src: "{{range .Tags}}{{range $.Tags}}{{$.Lists.main}}{{end}}{{end}}{{template \"long\" .}}", left: "refused"},
	} {
		t.Run(name, func(t *testing.T) {
			sources := map[string]string{
				"main": c.src, "list": "<ul>{{range .}}<li>{{.Name}}</li>{{else}}none{{end}}</ul>", "any": "<b>{{.}}</b>", "static": "<hr>",
				"tree": "<i>{{.Name}}</i>{{range .Parts}}{{template \"tree\" .}}{{end}}", "left": "{{slice .Name 1}}",
				"long": "{{range .Tags}}{{range $.Tags}}{{range $.Tags}}" + strings.Repeat("long", 1000) + "{{end}}{{end}}{{end}}",
			}
			want, got, err, planned, why := both(t, sources, someThing())
			switch {
			case c.left == "refused" && (why != nil || planned):
				t.Errorf("planned: %t, %v, want html/template to do it", planned, why)
			case c.left == "refused":
			case c.left != "" && (why == nil || !strings.Contains(why.Error(), c.left)):
				t.Errorf("left to html/template because of %v, want %s", why, c.left)
			case c.left == "" && (why != nil || !planned || err != nil):
				t.Errorf("planned: %t, %v; html/template: %v", planned, why, err)
			case c.left == "" && want != got:
				t.Errorf("got  %s\nwant %s", got, want)
			}
		})
	}
}
