/** Where a list goes on: next and prev are values of page[after], or null; total only with count=exact. */
public record Paging(Long size, String next, String prev, Long total) {

    static Paging from(Object json, String path) {
        Map<String, Object> m = Read.object(json, path);
        return new Paging(
                Read.one(m, path, "size", Read::integer),
                Read.one(m, path, "next", Read::text),
                Read.one(m, path, "prev", Read::text),
                Read.one(m, path, "total", Read::integer));
    }
}
