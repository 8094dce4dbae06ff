/**
 * An entry as the delivery API answers it. In an entry that came with a reference, all but id, type and fields may be null.
 *
 * @param site the site that was asked
 * @param inheritedFrom the site or space that the entry comes from, where it is not that site's own; else null
 * @param fallback the locale that each field comes from, where it is not the one that was asked for
 */
public record Entry<F extends Fields>(
        String id,
        String type,
        String site,
        String inheritedFrom,
        String locale,
        String status,
        Long version,
        Instant publishedAt,
        Instant updatedAt,
        F fields,
        Map<String, Object> fallback) {

    /** Reads an entry out of JSON, as any library gives it: maps, lists, texts, numbers. */
    public static <F extends Fields> Entry<F> from(Map<String, ?> json, Class<F> fields) {
        return from(json, "entry", fields);
    }

    static <F extends Fields> Entry<F> from(Object json, String path, Class<F> fields) {
        Map<String, Object> m = Read.object(json, path);
        String type = Read.needed(m, path, "type", Read::text);
        Fields read = Fields.from(type, Read.needed(m, path, "fields", Read::object), path + ".fields");
        if (!fields.isInstance(read)) {
            throw new IllegalArgumentException(path + ": is an entry of type " + type + ", not " + fields.getSimpleName());
        }
        return new Entry<>(
                Read.needed(m, path, "id", Read::text),
                type,
                Read.one(m, path, "site", Read::text),
                Read.one(m, path, "inheritedFrom", Read::text),
                Read.one(m, path, "locale", Read::text),
                Read.one(m, path, "status", Read::text),
                Read.one(m, path, "version", Read::integer),
                Read.one(m, path, "publishedAt", Read::dateTime),
                Read.one(m, path, "updatedAt", Read::dateTime),
                fields.cast(read),
                Read.map(m, path, "fallback"));
    }
}
