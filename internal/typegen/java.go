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
