package typegen

import (
	"embed"
	"fmt"
	"strings"
)

//go:embed runtime/php
var phpRuntime embed.FS

var phpKeywords = strings.Fields(`abstract and array as break callable case catch class clone const continue declare default die do echo
else elseif empty enddeclare endfor endforeach endif endswitch endwhile eval exit extends final finally fn for foreach function global
goto if implements include include_once instanceof insteadof interface isset list match namespace new or print private protected public
readonly require require_once return static switch throw trait try unset use var while xor yield self parent true false null bool int
float string iterable object mixed never void enum`)

// phpFiles writes PHP 8.1, one class a file as PSR-4 has it. What json_decode gives is read by fromArray.
func phpFiles(c *contentModel, namespace string) []File {
	file := func(name, body string) File {
		head := fmt.Sprintf("<?php\n\n// %s%s.\n// Do not change it: generate it again.\n\ndeclare(strict_types=1);\n\nnamespace %s;\n\n",
			Marker, c.hash, namespace)
		return File{Name: name + ".php", Text: []byte(head + body)}
	}
	var fields, components strings.Builder
	for _, r := range c.contents {
		fmt.Fprintf(&fields, "            '%s' => %s::fromArray($given, $path . '.fields'),\n", r.wire, r.name)
	}
	for _, r := range c.components {
		if r.block {
			fmt.Fprintf(&components, "            '%s' => %s::fromArray($data, $path),\n", r.wire, r.name)
		}
	}
	holes := strings.NewReplacer("%FIELDS%", fields.String(), "%COMPONENTS%", components.String())
	var files []File
	for _, r := range runtimeFiles(phpRuntime, "runtime/php") {
		files = append(files, file(r.name, holes.Replace(r.text)))
	}
	for _, r := range c.contents {
		files = append(files, file(r.name, phpClass(r, "Fields", "fields")))
	}
	for _, r := range c.components {
		files = append(files, file(r.name, phpClass(r, "Component", "component")))
	}
	for _, e := range c.enums {
		files = append(files, file(e.name, phpEnum(e)))
	}
	return files
}

// phpClass writes a class whose required properties stay unset where the query left them out with fields=: reading one then is
// an error of PHP, and reading the others is not.
func phpClass(r *record, kind, root string) string {
	var b, reads strings.Builder
	b.WriteString(blockComment("", inHTML, r.doc...))
	fmt.Fprintf(&b, "final class %s implements %s\n{\n", r.name, kind)
	for _, p := range r.props {
		typ := phpType(p)
		tag := ""
		if p.many {
			tag, typ = "@var list<"+typ+">", "array"
		}
		b.WriteString(phpComment(tag, p.doc...))
		if !p.many && !p.required && typ != "mixed" {
			typ = "?" + typ
		}
		fmt.Fprintf(&b, "    public readonly %s $%s;\n\n", typ, p.wire)
		reads.WriteString(phpRead(p))
	}
	fmt.Fprintf(&b, "    private function __construct()\n    {\n    }\n\n"+
		"    /** @throws \\UnexpectedValueException that names the place */\n"+
		"    public static function fromArray(mixed $data, string $path = '%s'): self\n    {\n"+
		"        $data = Read::map($data, $path);\n        $new = new self();\n%s\n        return $new;\n    }\n}\n", root, &reads)
	return b.String()
}

func phpComment(tag string, doc ...string) string {
	comment := blockComment("    ", inHTML, doc...)
	switch {
	case tag == "":
		return comment
	case comment == "":
		return "    /** " + tag + " */\n"
	case strings.Count(comment, "\n") == 1:
		comment = "    /**\n     * " + strings.TrimSuffix(strings.TrimPrefix(comment, "    /** "), " */\n") + "\n     */\n"
	}
	return strings.TrimSuffix(comment, "     */\n") + "     *\n     * " + tag + "\n     */\n"
}

func phpType(p *prop) string {
	t := map[shape]string{
		text: "string", integer: "int", number: "float", decimal: "string", boolean: "bool", date: `\DateTimeImmutable`,
		dateTime: `\DateTimeImmutable`, reference: "Reference", richText: "RichText", anything: "mixed", geoPoint: "GeoPoint",
		media: "MediaReference", block: "Block",
	}[p.shape]
	switch {
	case p.enum != nil:
		t = p.enum.name
	case p.record != nil:
		t = p.record.name
	}
	return t
}

func phpRead(p *prop) string {
	reader, plain := map[shape]string{
		text: "text", integer: "integer", number: "number", decimal: "text", boolean: "boolean", date: "date", dateTime: "dateTime",
		anything: "anything",
	}[p.shape]
	if plain {
		reader = "Read::" + reader
	} else {
		reader = phpType(p) + "::fromArray"
	}
	value, path := "$data['"+p.wire+"']", "$path . '."+p.wire+"'"
	switch {
	case p.many:
		return fmt.Sprintf("        $new->%s = Read::list(%s ?? [], %s, %s(...));\n", p.wire, value, path, reader)
	case p.required:
		return fmt.Sprintf("        if (isset(%s)) {\n            $new->%s = %s(%s, %s);\n        }\n", value, p.wire, reader, value, path)
	}
	return fmt.Sprintf("        $new->%s = isset(%s) ? %s(%s, %s) : null;\n", p.wire, value, reader, value, path)
}

// phpEnum is an enumeration with one case more, for values that the model did not have yet; no value is empty.
func phpEnum(e *enumeration) string {
	const last = "Unrecognized"
	noClass := func(s string) string {
		if strings.EqualFold(s, "class") { // X::class is taken by the language
			return s + "_"
		}
		return s
	}
	var b strings.Builder
	b.WriteString(blockComment("", inHTML, e.doc...))
	fmt.Fprintf(&b, "enum %s: string\n{\n", e.name)
	for i, name := range constants(e, pascal, noClass, last) {
		b.WriteString(blockComment("    ", inHTML, e.values[i].Label["en"]))
		fmt.Fprintf(&b, "    case %s = '%s';\n", name, e.values[i].Value)
	}
	fmt.Fprintf(&b, "    /** A value that the model did not have when this was generated. */\n    case %s = '';\n\n"+
		"    public static function fromArray(mixed $data, string $path = 'value'): self\n    {\n"+
		"        return self::tryFrom(Read::text($data, $path)) ?? self::%[1]s;\n    }\n}\n", last)
	return b.String()
}
