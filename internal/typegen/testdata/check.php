<?php

// Loads every generated class, and reads answers with them. It prints "good", or fails.

declare(strict_types=1);

[, $dir, $usual, $hard] = $argv;
spl_autoload_register(function (string $class) use ($dir): void {
    require_once $dir . '/' . str_replace('\\', '/', substr($class, strlen('Acme\\'))) . '.php';
});
foreach (glob($dir . '/*/*.php') as $file) {
    require_once $file;
}

function same(mixed $got, mixed $want): void
{
    if ($got !== $want) {
        throw new Exception('got ' . var_export($got, true) . ', want ' . var_export($want, true));
    }
}

function refused(string $class, string $message, callable $read): void
{
    try {
        $read();
    } catch (Throwable $e) {
        same([$e::class, $e->getMessage()], [$class, $message]);
        return;
    }
    throw new Exception('not refused: ' . $message);
}

function decode(string $file): array
{
    return json_decode(file_get_contents($file), true, flags: JSON_THROW_ON_ERROR);
}

$answer = Acme\Usual\EntryList::fromArray(decode($usual));
same(count($answer->data), 3);
same($answer->data[0]->fields instanceof Acme\Usual\Article, true);
same($answer->data[0]->fields->publishedOn->format('Y'), '2026');
same($answer->data[0]->fields->category === Acme\Usual\ArticleCategory::Unrecognized, false);

$raw = decode($hard);
$answer = Acme\Hard\EntryList::fromArray($raw);
$f = $answer->data[0]->fields;
same($answer->page->total, 1);
same($answer->meta->unresolved, ['string/gone']);
same($answer->data[0]->fallback, ['title' => 'en']);
same($f->class, 'c');
same($f->int, 9007199254740991);
same($f->decimal, '123456789012345678.25');
same($f->money, null);
same($f->instant->format('v'), '123');
same($f->this->html, '<p>HTML</p>');
same($f->rich->tree['type'], 'doc');
same($f->namespace->lng, 8.0);
same($f->new->value, 'A.B');
same($f->enum[2], Acme\Hard\StringContentEnum::Unrecognized);
same($f->reference->entry->fields->choice, Acme\Hard\BlockContentChoice::X);
same($f->references[0]->entry, null);
same($f->photos[1]->media, 'm2');
same($f->component->object[0]->choice->text, '*x*');
same($f->quotes, []);
same($f->blocks[0]->component->inner[0]->component->text, 'T');
same($f->blocks[1]->component->self->class, 'D');

// What a newer server may send is read, and what is not there is told when it is used.
$raw['data'][0]['later'] = $raw['data'][0]['fields']['later'] = $raw['later'] = ['x'];
$raw['data'][0]['fields']['blocks'][] = ['$key' => 'b9', '$type' => 'later', 'x' => 1];
unset($raw['data'][0]['fields']['title']);
$f = Acme\Hard\EntryList::fromArray($raw)->data[0]->fields;
same($f->blocks[2]->component->values['x'], 1);
refused(Error::class, 'Typed property Acme\Hard\StringContent::$title must not be accessed before initialization', fn () => $f->title);
$raw['data'][0]['type'] = 'later';
same(Acme\Hard\EntryList::fromArray($raw)->data[0]->fields->values['class'], 'c');
refused(UnexpectedValueException::class, 'fields.title: must be text, not int', fn () => Acme\Hard\BlockChoice::fromArray(['title' => 3]));
refused(UnexpectedValueException::class, 'answer: must be an object, not null', fn () => Acme\Hard\EntryList::fromArray(null));

echo "good\n";
