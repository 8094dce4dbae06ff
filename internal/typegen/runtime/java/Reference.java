/** A reference, "type/id". entry is null unless the query's include named the field. */
public record Reference(String ref, Entry<Fields> entry) {

    static Reference from(Object json, String path) {
        Map<String, Object> m = Read.object(json, path);
        Entry<Fields> entry = m.get("fields") == null ? null : Entry.from(m, path, Fields.class);
        return new Reference(Read.needed(m, path, "$ref", Read::text), entry);
    }
}
