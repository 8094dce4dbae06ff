/** A block: its component says what it is; its key stays when blocks are moved. */
public record Block(String type, String key, Component component) {

    static Block from(Object json, String path) {
        Map<String, Object> m = Read.object(json, path);
        String type = Read.needed(m, path, "$type", Read::text);
        return new Block(type, Read.one(m, path, "$key", Read::text), Component.from(type, m, path));
    }
}
