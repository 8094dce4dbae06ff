<?php
/**
 * A small Portico client for PHP sites: the shared parts of a page, asked for while the page is made.
 *
 *     Portico::configure(['url' => 'https://portico.example.com', 'site' => 'suppliers', 'folder' => '/var/cache/portico']);
 *     echo Portico::part('header');      // in the layout; also head, breadcrumbs, footer, scripts
 *
 * PHP forgets everything after each page, so what Portico said is kept in files: one per page and locale, in a fixed number
 * of buckets, so that no visitor can fill the disk. A file's time says when Portico was last asked. It is set before asking:
 * then the other PHP processes go on with what is known instead of asking too, and a Portico that is down is asked once per
 * ttl instead of once per page.
 *
 * Nothing here throws, prints or takes longer than 0.8 s. Where nothing is known the parts are empty, and the page is what
 * it was before.
 */
final class Portico
{
    private const CONNECT_MS = 200;
    private const TOTAL_MS = 800;          // body included
    private const MAX_BODY = 1 << 20;      // bytes
    private const MAX_PATH = 500;          // bytes; a longer path is asked for as the home page
    private const BUCKETS = 512;           // pages kept on disk
    private const REQUIRED = ['head', 'header', 'footer'];

    private static ?self $configured = null;

    private string $url;                   // Portico's delivery address
    private string $site;                  // the site's key
    private array $locales;                // those of the site; the first is the default
    private int $ttl;                      // seconds before Portico is asked again
    private string $folder;                // where answers are kept; only the web server may write to it
    private ?string $locale = null;
    private ?array $parts = null;          // those of this page

    private function __construct(array $config)
    {
        $this->url = rtrim($config['url'], '/');
        $this->site = $config['site'];
        $this->locales = $config['locales'] ?? ['fr', 'en', 'de', 'ar'];
        $this->ttl = $config['ttl'] ?? 30;
        $this->folder = $config['folder'];
    }

    /** Says which site this is: url, site, folder; locales and ttl where the defaults do not fit. */
    public static function configure(array $config): void
    {
        self::$configured = new self($config);
    }

    /** The locale of this page: ?lang=, else the cookie that the last ?lang= left, else the site's default. */
    public static function locale(): string
    {
        return self::$configured ? self::$configured->chooseLocale() : 'en';
    }

    /** One part of this page as HTML: head, header, breadcrumbs, footer or scripts; '' where nothing is known. */
    public static function part(string $name): string
    {
        if (!self::$configured) {
            return '';
        }
        try {
            $part = self::$configured->parts()[$name] ?? '';
            return is_string($part) ? $part : '';
        } catch (Throwable $e) {
            error_log('portico: ' . $e->getMessage());
            return '';
        }
    }

    private function chooseLocale(): string
    {
        if ($this->locale !== null) {
            return $this->locale;
        }
        $asked = $_GET['lang'] ?? null;
        $remembered = $_COOKIE['lang'] ?? null;
        foreach ([$asked, $remembered, $this->locales[0]] as $candidate) {
            if (in_array($candidate, $this->locales, true)) {
                $this->locale = $candidate;
                break;
            }
        }
        if ($this->locale === $asked && $asked !== $remembered && !headers_sent()) {
            setcookie('lang', $asked, ['path' => '/', 'samesite' => 'Lax', 'httponly' => true]);
        }
        return $this->locale;
    }

    private function parts(): array
    {
        return $this->parts ??= $this->resolve($this->chooseLocale(), $this->path());
    }

    /** The path that the visitor asked for, still percent-encoded. */
    private function path(): string
    {
        $path = strtok($_SERVER['REQUEST_URI'] ?? '/', '?#') ?: '/';
        return $path[0] === '/' && strlen($path) <= self::MAX_PATH ? $path : '/';
    }

    /** Fresh from disk, or from Portico, or stale from disk, or another page's, or nothing: in this order. */
    private function resolve(string $locale, string $path): array
    {
        $key = "$this->site $locale $path";
        $file = sprintf('%s/%03d.json', $this->folder, crc32($key) % self::BUCKETS);
        $known = $this->read($file);
        if (($known['key'] ?? null) !== $key) {
            $known = null;                                     // the bucket holds another page
        }
        if ($known && !$this->due($file)) {
            return $known['parts'];
        }
        if ($this->due("$this->folder/unreachable")) {
            if ($known) {
                @touch($file);
            }
            $answer = $this->ask($locale, $path, $known['etag'] ?? null);
            if ($answer) {
                $kept = ['key' => $key] + $answer;
                $this->write($file, $kept);
                $this->write("$this->folder/last-$locale.json", $kept);
                return $kept['parts'];
            }
        }
        return $known['parts'] ?? $this->elsewhere($locale);
    }

    /** What was last shown on another page, without what only holds there: breadcrumbs, and the mark of the current item. */
    private function elsewhere(string $locale): array
    {
        $parts = $this->read("$this->folder/last-$locale.json")['parts'] ?? [];
        if (isset($parts['header'])) {
            $parts['header'] = preg_replace('/ aria-current="\w*"/', '', $parts['header']);
        }
        unset($parts['breadcrumbs']);
        return $parts;
    }

    /** Asks Portico. Returns ['etag' => …, 'parts' => …], or null where there is nothing new or nothing usable. */
    private function ask(string $locale, string $path, ?string $etag): ?array
    {
        $body = '';
        $newEtag = '';
        $query = 'locale=' . rawurlencode($locale) . '&path=' . rawurlencode($path);
        foreach ($this->locales as $other) {                   // where the language selector leads
            $query .= '&alt=' . rawurlencode("$other|$path?lang=$other");
        }
        $request = curl_init("$this->url/v1/sites/" . rawurlencode($this->site) . "/fragments?$query");
        curl_setopt_array($request, [
            CURLOPT_PROTOCOLS => CURLPROTO_HTTP | CURLPROTO_HTTPS,
            CURLOPT_CONNECTTIMEOUT_MS => self::CONNECT_MS,
            CURLOPT_TIMEOUT_MS => self::TOTAL_MS,
            CURLOPT_NOSIGNAL => true,
            CURLOPT_ENCODING => '',                            // every compression that curl knows
            CURLOPT_HTTPHEADER => ['Accept: application/json', ...($etag ? ["If-None-Match: $etag"] : [])],
            CURLOPT_HEADERFUNCTION => function ($request, string $line) use (&$newEtag): int {
                if (stripos($line, 'etag:') === 0) {
                    $newEtag = trim(substr($line, 5));
                }
                return strlen($line);
            },
            CURLOPT_WRITEFUNCTION => function ($request, string $chunk) use (&$body): int {
                $body .= $chunk;
                return strlen($body) <= self::MAX_BODY ? strlen($chunk) : 0;   // 0 breaks off
            },
        ]);
        $complete = curl_exec($request);
        $status = curl_getinfo($request, CURLINFO_RESPONSE_CODE);
        if ($complete && $status === 304) {
            return null;
        }
        $answer = $complete && $status === 200 ? json_decode($body, true) : null;
        foreach (self::REQUIRED as $name) {
            if (!is_string($answer['parts'][$name] ?? null)) {
                error_log("portico: no usable answer (status $status, " . (curl_error($request) ?: "part $name missing") . ')');
                $this->write("$this->folder/unreachable", []);
                return null;
            }
        }
        return ['etag' => $newEtag, 'parts' => $answer['parts']];
    }

    /** Whether the ttl is over since the file was written or touched. */
    private function due(string $file): bool
    {
        clearstatcache(true, $file);
        return time() - (int) @filemtime($file) >= $this->ttl;
    }

    private function read(string $file): ?array
    {
        $known = json_decode((string) @file_get_contents($file), true);
        return is_array($known) ? $known : null;
    }

    /** Writes a file whole or not at all: readers see the old one or the new one. */
    private function write(string $file, array $kept): void
    {
        @mkdir($this->folder, 0700, true);
        $temporary = @tempnam($this->folder, 'new');
        if (!$temporary || !@file_put_contents($temporary, json_encode($kept)) || !@rename($temporary, $file)) {
            @unlink((string) $temporary);
            error_log("portico: cannot write to $this->folder");
        }
    }
}
