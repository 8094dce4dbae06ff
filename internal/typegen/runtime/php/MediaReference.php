/** An image, film, sound or document. One that is gone has its id alone. */
final class MediaReference
{
    private function __construct(
        public readonly string $media,
        /** Below the address of the delivery node. */
        public readonly ?string $url,
        /** Media type. */
        public readonly ?string $type,
        /** Pixels, where they are known. */
        public readonly ?int $width,
        public readonly ?int $height,
        /** Alternative text in the locale of the answer, or the next of its chain. */
        public readonly ?string $alt,
    ) {
    }

    /** @throws \UnexpectedValueException that names the place */
    public static function fromArray(mixed $data, string $path = 'media'): self
    {
        $m = Read::map($data, $path);
        $text = fn (string $key): ?string => isset($m[$key]) ? Read::text($m[$key], $path . '.' . $key) : null;
        $number = fn (string $key): ?int => isset($m[$key]) ? Read::integer($m[$key], $path . '.' . $key) : null;

        return new self(
            Read::text($m['$media'] ?? null, $path . '.$media'),
            $text('url'),
            $text('type'),
            $number('width'),
            $number('height'),
            $text('alt'),
        );
    }
}
