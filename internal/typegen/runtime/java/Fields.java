/** The fields of an entry: one of the content types, or UnknownFields where the type came after this code. */
public sealed interface Fields permits %PERMITS% {

    /** Reads the fields of an entry of a type, by the name that the type has in addresses. */
    static Fields from(String type, Object json, String path) {
        return switch (type) {
%CASES%            default -> new UnknownFields(type, Read.object(json, path));
        };
    }
}
