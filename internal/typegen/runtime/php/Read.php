/** Reads values out of what json_decode($body, true) gives. */
final class Read
{
    /**
     * @template T
     * @param callable(mixed, string): T $read
     * @return list<T>
     */
    public static function list(mixed $v, string $path, callable $read): array
    {
        if (!is_array($v) || !array_is_list($v)) {
            throw self::wrong($v, $path, 'a list');
        }
        $out = [];
        foreach ($v as $i => $item) {
            $out[] = $read($item, $path . '[' . $i . ']');
        }

        return $out;
    }

    /** @return array<string, mixed> */
    public static function map(mixed $v, string $path): array
    {
        return is_array($v) ? $v : throw self::wrong($v, $path, 'an object');
    }

    public static function anything(mixed $v, string $path): mixed
    {
        return $v;
    }

    public static function text(mixed $v, string $path): string
    {
        return is_string($v) ? $v : throw self::wrong($v, $path, 'text');
    }

    public static function boolean(mixed $v, string $path): bool
    {
        return is_bool($v) ? $v : throw self::wrong($v, $path, 'true or false');
    }

    public static function integer(mixed $v, string $path): int
    {
        if (is_int($v)) {
            return $v;
        }

        return is_float($v) && $v === floor($v) && abs($v) < 2 ** 53 ? (int) $v : throw self::wrong($v, $path, 'a whole number');
    }

    public static function number(mixed $v, string $path): float
    {
        return is_int($v) || is_float($v) ? (float) $v : throw self::wrong($v, $path, 'a number');
    }

    public static function date(mixed $v, string $path): \DateTimeImmutable
    {
        $day = \DateTimeImmutable::createFromFormat('!Y-m-d', self::text($v, $path), new \DateTimeZone('UTC'));

        return $day instanceof \DateTimeImmutable ? $day : throw self::wrong($v, $path, 'a date such as 2026-10-01');
    }

    public static function dateTime(mixed $v, string $path): \DateTimeImmutable
    {
        $text = self::text($v, $path);
        if (preg_match('/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/', $text) === 1) {
            try {
                return new \DateTimeImmutable($text);
            } catch (\Exception) {
                // told below
            }
        }

        throw self::wrong($v, $path, 'a moment such as 2026-10-01T06:30:00Z');
    }

    private static function wrong(mixed $v, string $path, string $wanted): \UnexpectedValueException
    {
        return new \UnexpectedValueException($path . ': must be ' . $wanted . ', not ' . get_debug_type($v));
    }
}
