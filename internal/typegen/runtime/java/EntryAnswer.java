/** The answer of /v1/sites/{site}/entries/{type}/{id or slug}. */
public record EntryAnswer<F extends Fields>(Entry<F> data, Meta meta) {

    /** Reads the answer out of JSON, as any library gives it. Throws IllegalArgumentException that names the place. */
    public static <F extends Fields> EntryAnswer<F> from(Map<String, ?> json, Class<F> fields) {
        Map<String, Object> m = Read.object(json, "answer");
        return new EntryAnswer<>(
                Read.needed(m, "answer", "data", (v, path) -> Entry.from(v, path, fields)),
                Read.one(m, "answer", "meta", Meta::from));
    }
}
