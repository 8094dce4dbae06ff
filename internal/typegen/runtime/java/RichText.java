/** Text with structure: HTML, or a tree whose root is of type doc; the other is null. */
public record RichText(String html, Map<String, Object> tree) {

    static RichText from(Object json, String path) {
        return json instanceof String html ? new RichText(html, null) : new RichText(null, Read.object(json, path));
    }
}
