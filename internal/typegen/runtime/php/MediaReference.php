/** A file of the media library. */
final class MediaReference
{
    private function __construct(public readonly string $media)
    {
    }

    /** @throws \UnexpectedValueException that names the place */
    public static function fromArray(mixed $data, string $path = 'media'): self
    {
        return new self(Read::text(Read::map($data, $path)['$media'] ?? null, $path . '.$media'));
    }
}
