package config

import (
	"cmp"
	"fmt"
	"io"
	"math"
	"reflect"
	"slices"
	"strings"

	"github.com/alecthomas/kong"

	"github.com/portico-cms/portico/internal/fault"
)

// Command is what the command line asks for.
type Command struct {
	Name      string // Serve, Migrate…; Help: its text has been written, and there is nothing left to do
	Dir       string // of Import, Export and Check: the folder; of Types: the same, or "" for the embedded content types
	Language  string // of Types: ts, java, cs or php
	Out       string // of Types and Tokens: the file or folder to write; "" is standard output, or the working directory
	Namespace string // of Types and Tokens: "" is the usual one of the language
	Schema    string // of Schema: content-type or component
	TokensCommand
	DryRun      bool     // of Import: only say what it would do
	Verbose     bool     // of Import: a line for each thing that changes
	Replace     bool     // of Export: into a folder that has files already
	Parts       []string // of Export: none is all
	Sites       []string // of Export: none is all
	Types       []string // of Export: none is all
	Accept      bool     // of Migrate: also where a content model takes something away
	PrintConfig bool     // of Serve: print the configuration and stop
	Config      *Config  // nil for Check, Types, Schema, Tokens, Version and Help, which need none
	Warnings    []string // to be logged once there is a logger
}

// commands are the commands with their help, in the order of the help.
var commands = []struct{ name, help string }{
	{Serve, "Serve sites, editors, or both."},
	{Migrate, "Bring the database to the form that this version needs, and the entries to that of the content types."},
	{Import, "Load the folder DIR (sites, menus, entries, content types, design system) and publish it."},
	{Export, "Write content types, design system, sites, menus and entries into the folder DIR, as import reads them."},
	{Check, "Check the content types and the design system in DIR; every problem with its file and line, exit code 1."},
	{Types, "Write the content types as types of a language, for sites that read the delivery API."},
	{Schema, "Write the JSON Schema of content-type files, or of component files, for editors that complete and check them."},
	{Tokens, "Design tokens (DTCG 2025.10): build, check, diff, convert, docs. Exit code 1 where something is wrong, 2 for a " +
		"wrong command line."},
	{Audit,
		"Check the audit: \"audit verify\" says the first line that was changed, with exit code 1, or the number and hash of the last one."},
	{Healthcheck, "Ask the process on this machine whether it is ready; exit code 1 where it is not."},
	{Version, "Print the version."},
}

const description = `One header, one menu, one look and one set of texts for many sites.

Every option is a flag, a PORTICO_ variable and a key of portico.yaml, which is read from the working directory; flags go
before variables, variables before the file. The database is migrated by serve, too.`

// Parse reads the command line (args without the program's name), the environment (as of os.Environ) and the configuration
// file. Help is written to stdout. Every error is for exit code 2: fault.Invalid, with all that is wrong in one message.
func Parse(args, env []string, stdout io.Writer) (Command, error) {
	switch {
	case len(args) == 0:
		args = []string{"--help"}
	case len(args) == 1 && args[0] == "--version": // what people type first
		args = []string{Version}
	}
	cfg := &Config{}
	table := options(cfg)
	line, err := parseLine(args, table, stdout)
	if err != nil {
		return Command{}, err
	}
	cmd := line.command
	switch cmd.Name {
	case Help, Check, Types, Schema, Tokens, Version:
		return cmd, nil
	}
	file := line.file
	if file == "" {
		file = lookup(env, configVariable)
	}
	var problems fault.Problems
	inFile := readFile(file, table, &problems)
	inEnv, warnings := fromEnv(env, table)
	resolve(cfg, table, []map[string]given{inFile, inEnv, line.flags}, &problems)
	if len(problems) > 0 {
		slices.SortStableFunc(problems, func(a, b fault.Problem) int { return cmp.Compare(rank(a), rank(b)) })
		return Command{}, &fault.Error{Code: fault.Invalid, Message: "the configuration is refused", Problems: problems}
	}
	if cfg.Sample && !cfg.Plane.Authors() {
		warnings = append(warnings, "sample does nothing on a node that runs the delivery plane alone")
	}
	cmd.Config, cmd.Warnings = cfg, warnings
	return cmd, nil
}

// rank orders problems as the sources are: the lines of the file, then the environment, then the flags.
func rank(p fault.Problem) int {
	if p.File == "" {
		return math.MaxInt
	}
	return p.Line
}

// commandLine is what kong found.
type commandLine struct {
	command Command
	flags   map[string]given
	file    string // of --config
}

// parseLine lets kong read the command line. Its flags are texts only; what they mean is checked together with the other
// sources, so that everything wrong comes in one message.
func parseLine(args []string, table []*option, stdout io.Writer) (commandLine, error) {
	helped := false
	opts := []kong.Option{
		kong.Name("portico"), kong.Description(description), kong.Writers(stdout, io.Discard),
		kong.Exit(func(int) { helped = true }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, FlagsLast: true, NoAppDescFormat: true}),
	}
	structs := map[string]reflect.Value{}
	for _, c := range commands {
		structs[c.name] = reflect.New(commandStruct(c.name, table))
		opts = append(opts, kong.DynamicCommand(c.name, c.help, "", structs[c.name].Interface()))
	}
	parser, err := kong.New(&struct{}{}, opts...)
	if err != nil {
		return commandLine{}, fmt.Errorf("config: building the command line: %w", err)
	}
	ctx, err := parser.Parse(args)
	if helped {
		return commandLine{command: Command{Name: Help}}, nil
	}
	if err != nil {
		return commandLine{}, fault.New(fault.Invalid, "%v (portico --help lists the commands, portico COMMAND --help their options)", err)
	}
	name, _, _ := strings.Cut(ctx.Command(), " ")
	return readStruct(name, structs[name].Elem(), table), nil
}

// commandStruct makes the struct from which kong learns one command. It is made from the table, so that there is no
// second list of options.
func commandStruct(command string, table []*option) reflect.Type {
	var fields []reflect.StructField
	field := func(name string, t reflect.Type, tag string) {
		fields = append(fields, reflect.StructField{Name: name, Type: t, Tag: reflect.StructTag(tag)})
	}
	textType, switchType := reflect.TypeFor[textFlag](), reflect.TypeFor[switchFlag]()
	for _, o := range ownOf(command) {
		field(o.field, o.typ, o.tag)
	}
	if command == Types {
		for _, f := range typesFields {
			field(f.name, reflect.TypeFor[string](), f.tag)
		}
	}
	if command == Audit {
		field("Do", reflect.TypeFor[string](), `arg:"" name:"what" enum:"verify" help:"verify"`)
	}
	for _, o := range table {
		if !o.usedBy(command) {
			continue
		}
		tag := fmt.Sprintf("name:%q help:%q placeholder:%q", o.key, helpOf(o), o.hint)
		if o.isSwitch() {
			field(fieldName(o.key), switchType, tag)
		} else {
			field(fieldName(o.key), textType, tag)
		}
	}
	if len(fields) > 0 && command != Check && command != Types && command != Schema && command != Tokens {
		field("Config", textType, `name:"config" placeholder:"FILE" help:"Configuration file. [$`+configVariable+`; default: `+
			defaultFile+`, where it exists]"`)
	}
	return reflect.StructOf(fields)
}

// typesFields are what Types takes, as kong reads it: no option of a running node.
var typesFields = []struct{ name, tag string }{
	{"Language", `arg:"" name:"language" enum:"ts,java,cs,php" help:"ts (TypeScript), java (17), cs (C# 7) or php (8.1)."`},
	{"Out", `name:"out" placeholder:"PATH" help:"File or folder to write. ts and cs go to standard output without it; ` +
		`java and php need a folder."`},
	{"Namespace", `name:"namespace" aliases:"package" placeholder:"NAME" help:"Package or namespace of java, cs and php."`},
	{"Dir", `name:"dir" placeholder:"PROJECT" help:"Folder that holds content-types/; without it, the content types of this program."`},
}

func helpOf(o *option) string {
	return fmt.Sprintf("%s [$%s; default: %s]", o.help, o.env(), o.defaultText())
}

// defaultText says what holds where nobody says anything.
func (o *option) defaultText() string {
	switch {
	case o.follows != "":
		return "follows " + o.follows
	case o.deflt == "":
		return "empty"
	}
	return o.deflt
}

func fieldName(key string) string {
	var b strings.Builder
	for part := range strings.SplitSeq(key, "-") {
		b.WriteString(strings.ToUpper(part[:1]) + part[1:])
	}
	return b.String()
}

func readStruct(command string, v reflect.Value, table []*option) commandLine {
	line := commandLine{command: Command{Name: command}, flags: map[string]given{}}
	for _, o := range table {
		if !o.usedBy(command) {
			continue
		}
		var text *string
		switch f := v.FieldByName(fieldName(o.key)).Interface().(type) {
		case textFlag:
			text = f.text
		case switchFlag:
			text = f.text
		}
		if text != nil {
			line.flags[o.key] = given{text: *text, source: "--" + o.key}
		}
	}
	if f := v.FieldByName("Config"); f.IsValid() {
		if flag, ok := f.Interface().(textFlag); ok && flag.text != nil {
			line.file = *flag.text
		}
	}
	for name, dst := range map[string]*string{
		"Dir": &line.command.Dir, "Language": &line.command.Language, "Out": &line.command.Out, "Namespace": &line.command.Namespace,
	} {
		if f := v.FieldByName(name); f.IsValid() {
			*dst = f.String()
		}
	}
	if f := v.FieldByName("PrintConfig"); f.IsValid() {
		line.command.PrintConfig = f.Bool()
	}
	readOwn(&line.command, v)
	return line
}

// textFlag takes a flag's text as it was typed; nil where the flag was not given.
type textFlag struct{ text *string }

// Decode is called by kong.
func (f *textFlag) Decode(ctx *kong.DecodeContext) error {
	var s string
	if err := ctx.Scan.PopValueInto("value", &s); err != nil {
		return err
	}
	f.text = &s
	return nil
}

// switchFlag is a textFlag that stands for true where nothing follows: --sample, --sample=false.
type switchFlag struct{ text *string }

// IsBool tells kong that no value need follow.
func (*switchFlag) IsBool() bool { return true }

// Decode is called by kong.
func (f *switchFlag) Decode(ctx *kong.DecodeContext) error {
	s := "true"
	if ctx.Scan.Peek().Type == kong.FlagValueToken {
		s = fmt.Sprint(ctx.Scan.Pop().Value)
	}
	f.text = &s
	return nil
}
