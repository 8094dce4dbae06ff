/** The fields of an entry whose type is not in the model that this was generated from. */
final class UnknownFields implements Fields
{
    /** @param array<string, mixed> $values */
    public function __construct(public readonly string $type, public readonly array $values)
    {
    }
}
