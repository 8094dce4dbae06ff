/** A place on earth, in degrees of WGS 84. */
public record GeoPoint(double lat, double lng) {

    static GeoPoint from(Object json, String path) {
        Map<String, Object> m = Read.object(json, path);
        return new GeoPoint(Read.needed(m, path, "lat", Read::number), Read.needed(m, path, "lng", Read::number));
    }
}
