package typegen

import (
	"embed"
	"fmt"
	"path"
	"strconv"
	"strings"
)

//go:embed runtime/java
var javaRuntime embed.FS

var javaKeywords = strings.Fields(`abstract assert boolean break byte case catch char class const continue default do double else enum
extends final finally float for goto if implements import instanceof int interface long native new package private protected public
return short static strictfp super switch synchronized this throw throws transient try void volatile while true false null _`)

// javaComponents are names that a component of a record may not have: methods of every object.
var javaComponents = append(strings.Fields(`clone finalize getClass hashCode notify notifyAll toString wait`), javaKeywords...)

const javaImports = `import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
`

// javaFiles writes Java 17: records and sealed interfaces, which need no library. They are read from the maps and lists that every
// JSON library gives, so that references, blocks and values that are not known yet are read right with each of them.
func javaFiles(c *contentModel, namespace string) []File {
	file := func(name, body string) File {
		head := fmt.Sprintf("// %s%s.\n// Do not change it: generate it again.\npackage %s;\n\n", Marker, c.hash, namespace)
		return File{Name: name + ".java", Text: []byte(head + usedImports(body) + body)}
	}
	var files []File
	for _, r := range runtimeFiles(javaRuntime, "runtime/java") {
		permitted, cases := javaSwitch(c.contents, "UnknownFields", func(*record) bool { return true })
		if r.name == "Component" {
			permitted, cases = javaSwitch(c.components, "UnknownComponent", func(r *record) bool { return r.block })
		}
		files = append(files, file(r.name, strings.NewReplacer("%PERMITS%", permitted, "%CASES%", cases).Replace(r.text)))
	}
	for _, r := range c.contents {
		files = append(files, file(r.name, javaRecord(r, "Fields", "fields")))
	}
	for _, r := range c.components {
		files = append(files, file(r.name, javaRecord(r, "Component", "component")))
	}
	for _, e := range c.enums {
		files = append(files, file(e.name, javaEnum(e)))
	}
	return files
}

// runtimeFile is a file that is the same for every model but for its holes.
type runtimeFile struct{ name, text string }

func runtimeFiles(fsys embed.FS, dir string) (out []runtimeFile) {
	list, _ := fsys.ReadDir(dir) // embedded: it is there
	for _, entry := range list {
		text, _ := fsys.ReadFile(path.Join(dir, entry.Name()))
		out = append(out, runtimeFile{strings.TrimSuffix(entry.Name(), path.Ext(entry.Name())), string(text)})
	}
	return out
}

// usedImports gives the imports whose last word stands in the code.
func usedImports(code string) string {
	var b strings.Builder
	for line := range strings.Lines(javaImports) {
		name := strings.TrimSuffix(strings.TrimSpace(line[strings.LastIndexByte(line, '.')+1:]), ";")
		if strings.Contains(code, name) {
			b.WriteString(line)
		}
	}
	if b.Len() > 0 {
		b.WriteString("\n")
	}
	return b.String()
}

// javaSwitch gives the list of permitted types, and a case for each that its name in the model leads to.
func javaSwitch(records []*record, unknown string, named func(*record) bool) (permitted, cases string) {
	var b strings.Builder
	list := []string{unknown}
	for _, r := range records {
		list = append(list, r.name)
		if named(r) {
			fmt.Fprintf(&b, "            case %q -> %s.from(json, path);\n", r.wire, r.name)
		}
	}
	return strings.Join(list, ", "), b.String()
}

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

// javaEnum is an enum with one constant more, for values that the model did not have yet.
func javaEnum(e *enumeration) string {
	const last = "UNRECOGNIZED"
	var b strings.Builder
	b.WriteString(blockComment("", inHTML, e.doc...))
	fmt.Fprintf(&b, "public enum %s {\n", e.name)
	for i, name := range constants(e, upper, func(s string) string { return s }, last) {
		b.WriteString(blockComment("    ", inHTML, e.values[i].Label["en"]))
		fmt.Fprintf(&b, "    %s(%s),\n", name, strconv.Quote(e.values[i].Value))
	}
	b.WriteString("    /** A value that the model did not have when this was generated. */\n    " + last + "(null);\n\n")
	fmt.Fprintf(&b, `    private final String value;

    %[1]s(String value) {
        this.value = value;
    }

    /** The value in JSON; null for UNRECOGNIZED. */
    public String value() {
        return value;
    }

    /** Gives the constant of a value in JSON, UNRECOGNIZED where there is none. */
    public static %[1]s of(String value) {
        for (%[1]s known : values()) {
            if (known.value != null && known.value.equals(value)) {
                return known;
            }
        }
        return %[2]s;
    }

    static %[1]s from(Object json, String path) {
        return of(Read.text(json, path));
    }
}
`, e.name, last)
	return b.String()
}
