/**
 * An entry as the delivery API answers it. In an entry that came with a reference, all but id, type and fields may be missing.
 *
 * @template-covariant F of Fields
 */
final class Entry
{
    /**
     * @param F $fields
     * @param array<string, mixed> $fallback the locale that each field comes from, where it is not the one that was asked for
     */
    private function __construct(
        public readonly string $id,
        public readonly string $type,
        /** The site that was asked. */
        public readonly ?string $site,
        /** The site or space that the entry comes from, where it is not that site's own. */
        public readonly ?string $inheritedFrom,
        public readonly ?string $locale,
        public readonly ?string $status,
        public readonly ?int $version,
        public readonly ?\DateTimeImmutable $publishedAt,
        public readonly ?\DateTimeImmutable $updatedAt,
        public readonly Fields $fields,
        public readonly array $fallback,
    ) {
    }

    /**
     * @return self<Fields>
     * @throws \UnexpectedValueException that names the place
     */
    public static function fromArray(mixed $data, string $path = 'entry'): self
    {
        $data = Read::map($data, $path);
        $type = Read::text($data['type'] ?? null, $path . '.type');
        $given = Read::map($data['fields'] ?? null, $path . '.fields');
        $fields = match ($type) {
%FIELDS%            default => new UnknownFields($type, $given),
        };

        return new self(
            Read::text($data['id'] ?? null, $path . '.id'),
            $type,
            isset($data['site']) ? Read::text($data['site'], $path . '.site') : null,
            isset($data['inheritedFrom']) ? Read::text($data['inheritedFrom'], $path . '.inheritedFrom') : null,
            isset($data['locale']) ? Read::text($data['locale'], $path . '.locale') : null,
            isset($data['status']) ? Read::text($data['status'], $path . '.status') : null,
            isset($data['version']) ? Read::integer($data['version'], $path . '.version') : null,
            isset($data['publishedAt']) ? Read::dateTime($data['publishedAt'], $path . '.publishedAt') : null,
            isset($data['updatedAt']) ? Read::dateTime($data['updatedAt'], $path . '.updatedAt') : null,
            $fields,
            Read::map($data['fallback'] ?? [], $path . '.fallback'),
        );
    }
}
