/** The answer of /v1/sites/{site}/entries/{type}. */
public record EntryList<F extends Fields>(List<Entry<F>> data, Paging page, Meta meta) {

    /** Reads the answer out of JSON, as any library gives it. Throws IllegalArgumentException that names the place. */
    public static <F extends Fields> EntryList<F> from(Map<String, ?> json, Class<F> fields) {
        Map<String, Object> m = Read.object(json, "answer");
        return new EntryList<>(
                Read.list(m, "answer", "data", (v, path) -> Entry.from(v, path, fields)),
                Read.one(m, "answer", "page", Paging::from),
                Read.one(m, "answer", "meta", Meta::from));
    }
}
