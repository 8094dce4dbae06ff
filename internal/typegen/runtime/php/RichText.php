/** Text with structure: HTML, or a tree whose root is of type doc; the other is null. */
final class RichText
{
    /** @param array<string, mixed>|null $tree */
    private function __construct(public readonly ?string $html, public readonly ?array $tree)
    {
    }

    /** @throws \UnexpectedValueException that names the place */
    public static function fromArray(mixed $data, string $path = 'text'): self
    {
        return is_string($data) ? new self($data, null) : new self(null, Read::map($data, $path));
    }
}
