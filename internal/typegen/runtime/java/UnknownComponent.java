/** A component that is not in the model that this was generated from. */
public record UnknownComponent(String type, Map<String, Object> values) implements Component {}
