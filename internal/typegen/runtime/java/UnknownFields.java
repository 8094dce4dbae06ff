/** The fields of an entry whose type is not in the model that this was generated from. */
public record UnknownFields(String type, Map<String, Object> values) implements Fields {}
