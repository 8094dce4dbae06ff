/** A block: its component says what it is. */
final class Block
{
    private function __construct(
        /** The component's name in the model. */
        public readonly string $type,
        /** Stays when blocks are moved. */
        public readonly string $key,
        public readonly Component $component,
    ) {
    }

    /** @throws \UnexpectedValueException that names the place */
    public static function fromArray(mixed $data, string $path = 'block'): self
    {
        $data = Read::map($data, $path);
        $type = Read::text($data['$type'] ?? null, $path . '.$type');
        $component = match ($type) {
%COMPONENTS%            default => new UnknownComponent($type, $data),
        };

        return new self($type, Read::text($data['$key'] ?? '', $path . '.$key'), $component);
    }
}
