/** A component: a group of fields inside an entry, or UnknownComponent where it came after this code. */
public sealed interface Component permits %PERMITS% {

    /** Reads a component by the name that it has in the model. */
    static Component from(String type, Object json, String path) {
        return switch (type) {
%CASES%            default -> new UnknownComponent(type, Read.object(json, path));
        };
    }
}
