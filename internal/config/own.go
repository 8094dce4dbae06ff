package config

import "reflect"

// own is something that one command takes besides options. Its field has the same name in Command.
type own struct {
	field string
	typ   reflect.Type
	tag   string // of kong
}

var (
	flagType = reflect.TypeFor[bool]()
	listType = reflect.TypeFor[[]string]()
)

// ownOf gives what only one command takes.
func ownOf(command string) []own {
	dir := func(help string) own {
		return own{"Dir", reflect.TypeFor[string](), `arg:"" name:"dir" help:"` + help + `"`}
	}
	flag := func(field, name, help string) own {
		return own{field, flagType, `name:"` + name + `" help:"` + help + `"`}
	}
	list := func(field, name, hint, help string) own {
		return own{field, listType, `name:"` + name + `" placeholder:"` + hint + `" help:"` + help + `"`}
	}
	switch command {
	case Tokens:
		return tokensOwn()
	case Serve:
		return []own{flag("PrintConfig", "print-config", "Print the effective configuration with secrets redacted, and stop.")}
	case Migrate:
		return []own{flag("Accept", "accept", "Put the content types in force also where they take something away from entries, or are older.")}
	case Check:
		return []own{dir("Folder that holds content-types/ and design-system/.")}
	case Schema:
		return []own{{"Schema", reflect.TypeFor[string](), `arg:"" name:"of" enum:"content-type,component" help:"content-type or component."`}}
	case Import:
		return []own{
			dir("Folder that holds content-types/, design-system/, sites/, menus/ and entries/, or some of them."),
			flag("DryRun", "dry-run", "Only say what the import would do."),
			{"Verbose", flagType, `name:"verbose" short:"v" help:"A line for each thing that changes."`},
		}
	case Export:
		return []own{
			dir("Folder to write into. It is made where it is missing."),
			flag("Replace", "replace", "Write into a folder that has files: those of what is exported are replaced, and the rest is left."),
			list("Parts", "part", "PART,…", "Only these: types, design-system, sites, menus, entries, media (a list)."),
			list("Sites", "site", "KEY,…", "Only these sites, with their menus and entries; shared is the shared space."),
			list("Types", "type", "NAME,…", "Only entries of these content types."),
		}
	}
	return nil
}

// readOwn puts what kong has read into the command.
func readOwn(c *Command, v reflect.Value) {
	to := reflect.ValueOf(c).Elem()
	for _, o := range ownOf(c.Name) {
		to.FieldByName(o.field).Set(v.FieldByName(o.field))
	}
}
