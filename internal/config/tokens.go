package config

import "reflect"

// TokensCommand is what the command tokens takes. It reads no configuration of a node.
type TokensCommand struct {
	Do        string   // build, check, diff, convert or docs
	Paths     []string // a folder, a resolver, or token files; of diff, the old and the new
	Formats   []string // of build: the names of output.Formats; css where none is given
	Inputs    []string // contexts that are chosen: "theme=dark"; the others are all written
	Prefix    string
	Include   []string
	Exclude   []string
	Literal   bool
	Rem       float64 // 0 leaves px
	Hex       bool    // hex fallbacks before colours of newer notations
	Scheme    string  // media, selector or light-dark
	Selector  string
	Selectors []string // "theme=dark:.dark"
	Class     string
	AtMost    string // of diff: patch, minor or major
	Strict    bool   // of check and build: warnings fail, too
	Lenient   bool   // of build and docs: what has problems is left out, and said
	JSON      bool
	Watch     bool
}

// tokensOwn gives the flags of the command tokens.
func tokensOwn() []own {
	text := reflect.TypeFor[string]()
	return []own{
		{"Do", text, `arg:"" name:"what" enum:"build,check,diff,convert,docs" help:"build: write the formats. check: every problem and ` +
			`lint. diff OLD NEW: the list of changes and whether it is major, minor or patch. convert: older dialects to 2025.10, ` +
			`a file or a folder. docs: Markdown and HTML."`},
		{"Paths", listType, `arg:"" optional:"" name:"path" help:"Folder with a resolver or token files, a resolver, or token ` +
			`files; without any, ` +
			`the working directory."`},
		{"Formats", listType, `name:"format" short:"f" placeholder:"NAME,…" help:"Of build: css, scss, less, js, json, json-nested, ` +
			`dtcg, tailwind, ` +
			`tailwind3, android, compose, swift, flutter, xaml, csharp, java, php, markdown, html; css without it."`},
		{"Out", text, `name:"out" short:"o" placeholder:"DIR" help:"Folder to write into; the working directory without it. convert writes to ` +
			`standard output without it."`},
		{"Inputs", listType, `name:"input" placeholder:"MODIFIER=CONTEXT,…" help:"Contexts to choose; what is left open is written ` +
			`in all its contexts."`},
		{"Prefix", text, `name:"prefix" placeholder:"NAME" help:"First part of every name."`},
		{"Include", listType, `name:"include" placeholder:"PATH,…" help:"Only these tokens: a path or a group's, * for one name, ` +
			`type:color for a type."`},
		{"Exclude", listType, `name:"exclude" placeholder:"PATH,…" help:"Not these; deprecated leaves out what is."`},
		{"Literal", flagType, `name:"literal" help:"Write values out where a reference could stand."`},
		{"Rem", reflect.TypeFor[float64](), `name:"rem" placeholder:"PX" help:"Write lengths in px as rem of so many px."`},
		{"Hex", flagType, `name:"hex" help:"CSS: colours of newer notations as hex first, for older browsers."`},
		{"Scheme", text, `name:"scheme" enum:",media,selector,light-dark" default:"" placeholder:"WORD" help:"CSS: a theme is ` +
			`chosen by media, selector or ` +
			`light-dark; without it by media and by a selector that wins."`},
		{"Selector", text, `name:"selector" placeholder:"SELECTOR" help:"CSS: what holds the properties; :root without it."`},
		{"Selectors", listType, `name:"theme-selector" sep:"none" placeholder:"MODIFIER=CONTEXT:SELECTOR" help:"CSS: selector of a ` +
			`context, such as ` +
			`theme=dark:.dark; [data-theme=dark] without it."`},
		{"Namespace", text, `name:"namespace" aliases:"package" placeholder:"NAME" help:"Package or namespace of java, compose, php ` +
			`and csharp."`},
		{"Class", text, `name:"class" placeholder:"NAME" help:"Name of classes and objects; Tokens without it."`},
		{"AtMost", text, `name:"at-most" enum:",patch,minor,major" default:"" placeholder:"LEVEL" help:"Of diff: exit code 1 where ` +
			`the change is larger."`},
		{"Strict", flagType, `name:"strict" help:"Of check: exit code 1 for warnings, too."`},
		{"Lenient", flagType, `name:"lenient" help:"Of build and docs: write what is right of tokens that others made, and say what ` +
			`is left out."`},
		{"JSON", flagType, `name:"json" help:"Of check, diff and build: what is found, as JSON on standard output."`},
		{"Watch", flagType, `name:"watch" short:"w" help:"Of build, check and docs: again whenever a file changes, until it is stopped."`},
	}
}
