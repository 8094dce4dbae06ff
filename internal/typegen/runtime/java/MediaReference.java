/**
 * An image, film, sound or document. One that is gone has its id alone; of others, the url is below the address of the delivery node,
 * and width and height are null where they are not known.
 */
public record MediaReference(String media, String url, String type, Long width, Long height, String alt) {

    static MediaReference from(Object json, String path) {
        Map<String, Object> m = Read.object(json, path);
        return new MediaReference(Read.needed(m, path, "$media", Read::text), Read.one(m, path, "url", Read::text),
                Read.one(m, path, "type", Read::text), Read.one(m, path, "width", Read::integer), Read.one(m, path, "height", Read::integer),
                Read.one(m, path, "alt", Read::text));
    }
}
