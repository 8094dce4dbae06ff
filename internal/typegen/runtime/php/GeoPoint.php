/** A place on earth, in degrees of WGS 84. */
final class GeoPoint
{
    private function __construct(public readonly float $lat, public readonly float $lng)
    {
    }

    /** @throws \UnexpectedValueException that names the place */
    public static function fromArray(mixed $data, string $path = 'place'): self
    {
        $data = Read::map($data, $path);

        return new self(Read::number($data['lat'] ?? null, $path . '.lat'), Read::number($data['lng'] ?? null, $path . '.lng'));
    }
}
