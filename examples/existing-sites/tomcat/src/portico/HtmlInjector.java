package portico;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts the shared parts into a page's bytes: all that the application wrote stays as it is, byte by byte. */
final class HtmlInjector {
    /** The three places, and what may hold text that only looks like them. */
    private static final Pattern MARKUP = Pattern.compile(
            "<!--.*?-->"
                    + "|<(script|style|textarea|title)\\b.*?</\\1\\s*+>"
                    + "|(?<head></head\\s*+>)"
                    + "|(?<open><body(?=[\\s/>])(?:\"[^\"]*+\"|'[^']*+'|[^'\">])*+>)"
                    + "|(?<close></body\\s*+>)",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private HtmlInjector() {}

    /**
     * The page with head before {@code </head>}, header and breadcrumbs after {@code <body>}, footer and scripts before
     * {@code </body>}. A page without {@code <body>} — a piece for a script, a frameset — comes back as it was.
     *
     * @param utf8 whether the page says that it is UTF-8. If not, the parts are written in ASCII with character references,
     *     which is right in every charset that a page in that place can have.
     */
    static byte[] inject(byte[] page, boolean utf8, Map<String, String> parts) {
        if (parts.isEmpty()) {
            return page;
        }
        int head = -1;
        int bodyStart = -1;
        int content = -1;
        int end = page.length;
        Matcher found = MARKUP.matcher(new String(page, ISO_8859_1)); // one char per byte: positions are those of the bytes
        while (found.find()) {
            if (found.group("head") != null && head < 0) {
                head = found.start();
            } else if (found.group("open") != null && bodyStart < 0) {
                bodyStart = found.start();
                content = found.end();
            } else if (found.group("close") != null) {
                end = found.start(); // the last one counts
            }
        }
        if (bodyStart < 0 || end < content) {
            return page;
        }
        if (head < 0 || head > bodyStart) {
            head = bodyStart; // </head> may be left out
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(page.length + (1 << 15));
        out.write(page, 0, head);
        write(out, utf8, parts, "head");
        out.write(page, head, content - head);
        write(out, utf8, parts, "header", "breadcrumbs");
        out.write(page, content, end - content);
        write(out, utf8, parts, "footer", "scripts");
        out.write(page, end, page.length - end);
        return out.toByteArray();
    }

    private static void write(ByteArrayOutputStream out, boolean utf8, Map<String, String> parts, String... names) {
        for (String name : names) {
            String part = parts.getOrDefault(name, "");
            out.writeBytes(utf8 ? part.getBytes(UTF_8) : ascii(part).getBytes(US_ASCII));
        }
    }

    private static String ascii(String html) {
        StringBuilder out = new StringBuilder(html.length() * 2);
        html.codePoints().forEach(c -> {
            if (c < 0x80) {
                out.append((char) c);
            } else {
                out.append("&#").append(c).append(';');
            }
        });
        return out.toString();
    }
}
