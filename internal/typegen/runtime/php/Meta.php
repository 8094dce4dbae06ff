/** What an answer says of itself. */
final class Meta
{
    /**
     * @param array<string, mixed> $fallback
     * @param list<string> $unresolved references, "type/id", that were left out: their target is not published here
     */
    private function __construct(
        public readonly string $locale,
        public readonly string $view,
        public readonly int $generation,
        public readonly array $fallback,
        public readonly array $unresolved,
    ) {
    }

    /** @throws \UnexpectedValueException that names the place */
    public static function fromArray(mixed $data, string $path = 'meta'): self
    {
        $data = Read::map($data, $path);

        return new self(
            Read::text($data['locale'] ?? '', $path . '.locale'),
            Read::text($data['view'] ?? '', $path . '.view'),
            Read::integer($data['generation'] ?? 0, $path . '.generation'),
            Read::map($data['fallback'] ?? [], $path . '.fallback'),
            Read::list($data['unresolved'] ?? [], $path . '.unresolved', Read::text(...)),
        );
    }
}
