/** A reference, "type/id". */
final class Reference
{
    /** @param Entry<Fields>|null $entry null unless the query's include named the field */
    private function __construct(public readonly string $ref, public readonly ?Entry $entry)
    {
    }

    /** @throws \UnexpectedValueException that names the place */
    public static function fromArray(mixed $data, string $path = 'reference'): self
    {
        $data = Read::map($data, $path);

        return new self(
            Read::text($data['$ref'] ?? null, $path . '.$ref'),
            isset($data['fields']) ? Entry::fromArray($data, $path) : null,
        );
    }
}
