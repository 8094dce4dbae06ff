package portico;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Gets the shared parts of a page from Portico, and keeps them in memory and on disk.
 *
 * <p>A page waits for Portico at most once, 0.8 s, when it is shown for the first time. After that it gets what is known, and
 * a thread asks again behind it when the ttl is over. While Portico does not answer it is asked once per ttl, and pages go on
 * with what was known last, over restarts too. Nothing here throws into a page.
 */
final class PorticoClient implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(PorticoClient.class.getName());
    private static final Duration CONNECT = Duration.ofMillis(200);
    private static final Duration TOTAL = Duration.ofMillis(800); // body included
    private static final int MAX_BODY = 1 << 20;                  // bytes
    private static final int BUCKETS = 512;                       // pages that are kept, whatever paths visitors invent

    private final String url;
    private final String site;
    private final List<String> locales;
    private final long ttl; // nanoseconds
    private final Path folder;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT).build(); // keeps connections
    private final ExecutorService background = Executors.newFixedThreadPool(2, task -> {
        Thread thread = new Thread(task, "portico");
        thread.setDaemon(true);
        return thread;
    });
    private final AtomicReferenceArray<Known> buckets = new AtomicReferenceArray<>(BUCKETS);
    private final Map<String, Known> lastByLocale = new ConcurrentHashMap<>();
    private final Map<String, Future<?>> underWay = new ConcurrentHashMap<>();
    private volatile long pausedUntil = System.nanoTime();

    /** What Portico said about a page. The key is locale and path; the time is System.nanoTime() of the asking. */
    private record Known(String key, String etag, Map<String, String> parts, long askedAt) {}

    PorticoClient(String url, String site, List<String> locales, Duration ttl, Path folder) {
        this.url = url;
        this.site = site;
        this.locales = locales;
        this.ttl = ttl.toNanos();
        this.folder = folder;
    }

    /** The parts of a page by name: head, header, breadcrumbs, footer, scripts. Empty where nothing is known. */
    Map<String, String> parts(String locale, String path) {
        String key = locale + ' ' + path;
        try {
            Known known = known(key);
            if (known == null || System.nanoTime() - known.askedAt > ttl) {
                Future<?> answer = ask(locale, path, known);
                if (known == null && answer != null) {
                    answer.get(TOTAL.toMillis(), TimeUnit.MILLISECONDS);
                    known = known(key);
                }
            }
            return known != null ? known.parts : elsewhere(locale);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.log(Level.FINE, "no parts yet for " + key, e);
        }
        return elsewhere(locale);
    }

    @Override
    public void close() {
        background.shutdownNow();
    }

    private Known known(String key) {
        int bucket = bucket(key);
        Known known = buckets.get(bucket);
        if (known == null) {
            known = read(bucket + ".xml"); // after a restart
            buckets.compareAndSet(bucket, null, known);
        }
        return known != null && known.key.equals(key) ? known : null;
    }

    /** What was last shown on another page, without what only holds there: breadcrumbs, and the mark of the current item. */
    private Map<String, String> elsewhere(String locale) {
        Known last = lastByLocale.computeIfAbsent(locale, l -> read("last-" + l + ".xml"));
        if (last == null) {
            return Map.of();
        }
        Map<String, String> parts = new HashMap<>(last.parts);
        parts.remove("breadcrumbs");
        parts.computeIfPresent("header", (name, html) -> html.replaceAll(" aria-current=\"\\w*\"", ""));
        return parts;
    }

    /** Starts asking Portico about a page, once at a time; null while it is left alone after a failure. */
    private Future<?> ask(String locale, String path, Known known) {
        if (System.nanoTime() - pausedUntil < 0) {
            return null;
        }
        String key = locale + ' ' + path;
        return underWay.computeIfAbsent(key, k -> background.submit(() -> {
            try {
                Known answer = fetch(locale, path, known);
                buckets.set(bucket(key), answer);
                lastByLocale.put(locale, answer);
                if (known == null || known.parts != answer.parts) {
                    write(bucket(key) + ".xml", answer);
                    write("last-" + locale + ".xml", answer);
                }
            } catch (Exception e) {
                pausedUntil = System.nanoTime() + ttl;
                LOG.log(Level.WARNING, "Portico gave no usable answer; pages go on with the last one: {0}", e.toString());
            } finally {
                underWay.remove(key);
            }
        }));
    }

    /** Throws whatever goes wrong on the way. */
    private Known fetch(String locale, String path, Known known) throws Exception {
        StringBuilder address = new StringBuilder(url).append("/v1/sites/").append(encode(site)).append("/fragments");
        address.append("?locale=").append(encode(locale)).append("&path=").append(encode(path));
        for (String other : locales) { // where the language selector leads
            address.append("&alt=").append(encode(other + "|" + path + "?lang=" + other));
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address.toString()));
        if (known != null && !known.etag.isEmpty()) {
            request.header("If-None-Match", known.etag);
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        var sent = http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofByteArrayConsumer(chunk -> {
            if (body.size() <= MAX_BODY) {
                chunk.ifPresent(body::writeBytes);
            }
        }));
        HttpResponse<Void> response;
        try {
            response = sent.get(TOTAL.toMillis(), TimeUnit.MILLISECONDS);
        } finally {
            sent.cancel(true); // closes the connection if the answer is not complete by now
        }
        if (response.statusCode() == 304 && known != null) {
            return new Known(known.key, known.etag, known.parts, System.nanoTime());
        }
        if (response.statusCode() != 200 || body.size() > MAX_BODY) {
            throw new IOException("status " + response.statusCode() + ", " + body.size() + " bytes");
        }
        Map<String, String> parts = parse(body.toString(StandardCharsets.UTF_8));
        String etag = response.headers().firstValue("ETag").orElse("");
        return new Known(locale + ' ' + path, etag, parts, System.nanoTime());
    }

    private static Map<String, String> parse(String json) throws IOException {
        Map<String, String> parts = new HashMap<>();
        if (Json.parse(json) instanceof Map<?, ?> answer && answer.get("parts") instanceof Map<?, ?> named) {
            named.forEach((name, html) -> {
                if (html instanceof String text) {
                    parts.put((String) name, text);
                }
            });
        }
        for (String name : new String[] {"head", "header", "footer"}) {
            if (!parts.containsKey(name)) {
                throw new IOException("part " + name + " is missing");
            }
        }
        return parts;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static int bucket(String key) {
        return Math.floorMod(key.hashCode(), BUCKETS);
    }

    private Known read(String file) {
        Properties kept = new Properties();
        try (InputStream in = Files.newInputStream(folder.resolve(file))) {
            kept.loadFromXML(in);
        } catch (IOException e) {
            return null; // never written, or not whole
        }
        Map<String, String> parts = new HashMap<>();
        for (String name : kept.stringPropertyNames()) {
            if (name.startsWith("part.")) {
                parts.put(name.substring("part.".length()), kept.getProperty(name));
            }
        }
        return new Known(kept.getProperty("key", ""), kept.getProperty("etag", ""), parts, System.nanoTime() - ttl - 1);
    }

    /** Writes a file whole or not at all: readers see the old one or the new one. */
    private void write(String file, Known known) {
        Properties kept = new Properties();
        kept.setProperty("key", known.key);
        kept.setProperty("etag", known.etag);
        known.parts.forEach((name, html) -> kept.setProperty("part." + name, html));
        try {
            Path temporary = Files.createTempFile(Files.createDirectories(folder), "new", null);
            try (OutputStream out = Files.newOutputStream(temporary)) {
                kept.storeToXML(out, null);
            }
            Files.move(temporary, folder.resolve(file), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "cannot keep the shared parts in " + folder, e);
        }
    }
}
