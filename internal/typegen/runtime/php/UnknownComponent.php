/** A component that is not in the model that this was generated from. */
final class UnknownComponent implements Component
{
    /** @param array<string, mixed> $values */
    public function __construct(public readonly string $type, public readonly array $values)
    {
    }
}
