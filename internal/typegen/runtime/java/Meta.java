/** What an answer says of itself. unresolved are references, "type/id", that were left out: their target is not published here. */
public record Meta(String locale, String view, Long generation, Map<String, Object> fallback, List<String> unresolved) {

    static Meta from(Object json, String path) {
        Map<String, Object> m = Read.object(json, path);
        return new Meta(
                Read.one(m, path, "locale", Read::text),
                Read.one(m, path, "view", Read::text),
                Read.one(m, path, "generation", Read::integer),
                Read.map(m, path, "fallback"),
                Read.list(m, path, "unresolved", Read::text));
    }
}
