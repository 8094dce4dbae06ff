package typegen

import (
	_ "embed" // the types that every model has
	"fmt"
	"strings"
)

//go:embed runtime/typescript.ts
var typeScriptRuntime string

// typeScriptFiles writes one module of types alone: it leaves nothing behind in what runs.
func typeScriptFiles(c *contentModel, _ string) []File {
	var b strings.Builder
	fmt.Fprintf(&b, "// %s%s.\n// Do not change it: generate it again.\n/* eslint-disable */\n\n%s\n", Marker, c.hash, typeScriptRuntime)
	for _, e := range c.enums {
		b.WriteString(typeScriptEnum(e))
	}
	for _, r := range c.components {
		b.WriteString(typeScriptInterface(r, r.name))
		if r.block {
			fmt.Fprintf(&b, "/** %s, as a block. */\nexport interface %[1]sBlock extends %[1]s {\n  readonly $type: %q;\n"+
				"  /** Stays when blocks are moved. */\n  readonly $key: string;\n}\n\n", r.name, r.wire)
		}
	}
	for _, r := range c.contents {
		b.WriteString(typeScriptInterface(r, r.name+"Fields"))
		b.WriteString(blockComment("", inBlock, r.doc...))
		fmt.Fprintf(&b, "export type %s = Entry<%q, %[1]sFields>;\n\n", r.name, r.wire)
	}
	b.WriteString("/** Each type of entry by its name in addresses. */\nexport interface EntryTypes {\n")
	for _, r := range c.contents {
		fmt.Fprintf(&b, "  readonly %q: %s;\n", r.wire, r.name)
	}
	b.WriteString("}\n\n/** An entry of any type. */\nexport type AnyEntry = EntryTypes[keyof EntryTypes];\n")
	return []File{{Name: "portico.ts", Text: []byte(b.String())}}
}

// typeScriptEnum is a union of the values that still takes others, so that a value added later is no lie.
func typeScriptEnum(e *enumeration) string {
	var b strings.Builder
	b.WriteString(blockComment("", inBlock, append(e.doc, "Others may be added to the model later.")...))
	fmt.Fprintf(&b, "export type %s =\n", e.name)
	for _, v := range e.values {
		b.WriteString(blockComment("  ", inBlock, v.Label["en"]))
		fmt.Fprintf(&b, "  | %q\n", v.Value)
	}
	b.WriteString("  | (string & {});\n\n")
	return b.String()
}

func typeScriptInterface(r *record, name string) string {
	var b strings.Builder
	b.WriteString(blockComment("", inBlock, r.doc...))
	fmt.Fprintf(&b, "export interface %s {\n", name)
	for _, p := range r.props {
		b.WriteString(blockComment("  ", inBlock, p.doc...))
		mark := "?"
		if p.required {
			mark = ""
		}
		fmt.Fprintf(&b, "  readonly %s%s: %s;\n", p.wire, mark, typeScriptType(p))
	}
	b.WriteString("}\n\n")
	return b.String()
}

func typeScriptType(p *prop) string {
	t := ""
	switch p.shape {
	case text, decimal, date, dateTime:
		t = "string"
	case integer, number:
		t = "number"
	case boolean:
		t = "boolean"
	case choice:
		t = p.enum.name
	case reference:
		t = "Reference<" + typeNames(p.to, "", " | ") + ">"
	case richText:
		t = "RichText"
	case anything:
		t = "unknown"
	case geoPoint:
		t = "GeoPoint"
	case media:
		t = "MediaReference"
	case component:
		t = p.record.name
	case block:
		t = typeNames(p.blocks, "Block", " | ")
	}
	switch {
	case !p.many:
		return t
	case strings.Contains(t, " | "):
		return "readonly (" + t + ")[]"
	}
	return "readonly " + t + "[]"
}

func typeNames(records []*record, tail, between string) string {
	list := make([]string, len(records))
	for i, r := range records {
		list[i] = r.name + tail
	}
	return strings.Join(list, between)
}
