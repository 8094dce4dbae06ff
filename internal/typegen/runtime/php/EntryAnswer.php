/**
 * The answer of /v1/sites/{site}/entries/{type}/{id or slug}.
 *
 * @template-covariant F of Fields
 */
final class EntryAnswer
{
    /** @param Entry<F> $data */
    private function __construct(public readonly Entry $data, public readonly Meta $meta)
    {
    }

    /**
     * @param mixed $answer what json_decode($body, true) gives
     * @return self<Fields>
     * @throws \UnexpectedValueException that names the place
     */
    public static function fromArray(mixed $answer): self
    {
        $answer = Read::map($answer, 'answer');

        return new self(
            Entry::fromArray($answer['data'] ?? null, 'answer.data'),
            Meta::fromArray($answer['meta'] ?? [], 'answer.meta'),
        );
    }
}
