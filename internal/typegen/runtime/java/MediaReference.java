/** A file of the media library. */
public record MediaReference(String media) {

    static MediaReference from(Object json, String path) {
        return new MediaReference(Read.needed(Read.object(json, path), path, "$media", Read::text));
    }
}
