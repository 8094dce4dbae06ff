/**
 * The answer of /v1/sites/{site}/entries/{type}.
 *
 * @template-covariant F of Fields
 */
final class EntryList
{
    /** @param list<Entry<F>> $data */
    private function __construct(public readonly array $data, public readonly Paging $page, public readonly Meta $meta)
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
            Read::list($answer['data'] ?? [], 'answer.data', Entry::fromArray(...)),
            Paging::fromArray($answer['page'] ?? [], 'answer.page'),
            Meta::fromArray($answer['meta'] ?? [], 'answer.meta'),
        );
    }
}
