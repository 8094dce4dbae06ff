package typegen

import (
	"fmt"
	"strings"
)

// javaComponents are names that a component of a record may not have: methods of every object.
var javaComponents = append(strings.Fields(`clone finalize getClass hashCode notify notifyAll toString wait`), javaKeywords...)

// javaRecord writes the fields of a content type, or a component; kind is the interface that it is one of, root what messages begin
// with.
func javaRecord(r *record, kind, root string) string {
	n := newNames()
	var docs, params, args []string
	for _, p := range r.props {
		name := n.take(nil, escaped(p.wire, javaComponents))
		docs = append(docs, javaParam(name, p.nullable()))
		params = append(params, "        "+javaType(p)+" "+name)
		method := "one"
		if p.many {
			method = "list"
		}
		args = append(args, fmt.Sprintf("                Read.%s(m, path, %q, %s)", method, p.wire, javaReader(p)))
	}
	var b strings.Builder
	b.WriteString("/**\n")
	for _, line := range wrap(r.doc...) {
		b.WriteString(" * " + inHTML.Replace(line) + "\n")
	}
	if len(docs) > 0 {
		b.WriteString(" *\n" + strings.Join(docs, ""))
	}
	b.WriteString(" */\n")
	if len(params) == 0 {
		fmt.Fprintf(&b, "public record %s() implements %s {\n\n", r.name, kind)
	} else {
		fmt.Fprintf(&b, "public record %s(\n%s) implements %s {\n\n", r.name, strings.Join(params, ",\n"), kind)
	}
	fmt.Fprintf(&b, "    /** Reads it out of JSON, as any library gives it. Throws IllegalArgumentException that names the place. */\n"+
		"    public static %s from(Map<String, ?> json) {\n        return from(json, %q);\n    }\n\n", r.name, root)
	fmt.Fprintf(&b, "    static %s from(Object json, String path) {\n        Map<String, Object> m = Read.object(json, path);\n", r.name)
	fmt.Fprintf(&b, "        return new %s(%s);\n    }\n}\n", r.name, strings.TrimSuffix("\n"+strings.Join(args, ",\n"), "\n"))
	return b.String()
}

// javaParam documents a component of a record.
func javaParam(name string, doc []string) string {
	var b strings.Builder
	for i, line := range wrap(doc...) {
		if i == 0 {
			b.WriteString(" * @param " + name + " ")
		} else {
			b.WriteString(" *     ")
		}
		b.WriteString(inHTML.Replace(line) + "\n")
	}
	return b.String()
}

func javaType(p *prop) string {
	t := map[shape]string{
		text: "String", integer: "Long", number: "Double", decimal: "BigDecimal", boolean: "Boolean", date: "LocalDate", dateTime: "Instant",
		reference: "Reference", richText: "RichText", anything: "Object", geoPoint: "GeoPoint", media: "MediaReference", block: "Block",
	}[p.shape]
	switch {
	case p.enum != nil:
		t = p.enum.name
	case p.record != nil:
		t = p.record.name
	}
	if p.many {
		return "List<" + t + ">"
	}
	return t
}

func javaReader(p *prop) string {
	reader, plain := map[shape]string{
		text: "text", integer: "integer", number: "number", decimal: "decimal", boolean: "bool", date: "date", dateTime: "dateTime",
		anything: "anything",
	}[p.shape]
	if plain {
		return "Read::" + reader
	}
	single := *p
	single.many = false
	return javaType(&single) + "::from"
}
