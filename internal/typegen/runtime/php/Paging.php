/** Where a list goes on: next and prev are values of page[after]; total only with count=exact. */
final class Paging
{
    private function __construct(
        public readonly int $size,
        public readonly ?string $next,
        public readonly ?string $prev,
        public readonly ?int $total,
    ) {
    }

    /** @throws \UnexpectedValueException that names the place */
    public static function fromArray(mixed $data, string $path = 'page'): self
    {
        $data = Read::map($data, $path);

        return new self(
            Read::integer($data['size'] ?? 0, $path . '.size'),
            isset($data['next']) ? Read::text($data['next'], $path . '.next') : null,
            isset($data['prev']) ? Read::text($data['prev'], $path . '.prev') : null,
            isset($data['total']) ? Read::integer($data['total'], $path . '.total') : null,
        );
    }
}
