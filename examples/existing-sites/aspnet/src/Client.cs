using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using System.Web.Script.Serialization;

namespace Portico
{
    /// <summary>
    /// Gets the shared parts of a page from Portico, and keeps them in memory and on disk.
    /// A page waits for Portico at most once, 0.8 s, when it is shown for the first time. After that it gets what is known, and
    /// a task asks again behind it when the ttl is over. While Portico does not answer it is asked once per ttl, and pages go on
    /// with what was known last, over restarts too. Nothing here throws into a page.
    /// </summary>
    internal sealed class Client
    {
        private static readonly TimeSpan Total = TimeSpan.FromMilliseconds(800); // connecting and body included
        private const int MaxBody = 1 << 20; // bytes
        private const int Buckets = 512;     // pages that are kept, whatever paths visitors invent

        /// <summary>What Portico said about a page, and when it was asked. Never changed, only replaced.</summary>
        private sealed class Known
        {
            public string Key { get; set; } // locale and path
            public string ETag { get; set; }
            public Dictionary<string, string> Parts { get; set; }
            public DateTime AskedAt { get; set; } // UTC
        }

        private readonly string url;
        private readonly string site;
        private readonly string[] locales;
        private readonly TimeSpan ttl;
        private readonly string folder;
        private readonly HttpClient http = new HttpClient { MaxResponseContentBufferSize = MaxBody }; // keeps connections
        private readonly Known[] buckets = new Known[Buckets];
        private readonly ConcurrentDictionary<string, Known> lastByLocale = new ConcurrentDictionary<string, Known>();
        private readonly ConcurrentDictionary<string, Lazy<Task>> underWay = new ConcurrentDictionary<string, Lazy<Task>>();
        private long pausedUntil; // ticks, UTC

        public Client(string url, string site, string[] locales, TimeSpan ttl, string folder)
        {
            this.url = url.TrimEnd('/');
            this.site = site;
            this.locales = locales;
            this.ttl = ttl;
            this.folder = folder;
        }

        /// <summary>The parts of a page by name: head, header, breadcrumbs, footer, scripts. Empty where nothing is known.</summary>
        public IDictionary<string, string> Parts(string locale, string path)
        {
            try
            {
                var key = locale + " " + path;
                var known = Find(key);
                if (known == null || DateTime.UtcNow - known.AskedAt > ttl)
                {
                    var answer = Ask(locale, path, known);
                    if (known == null && answer != null && answer.Wait(Total))
                    {
                        known = Find(key);
                    }
                }
                return known != null ? known.Parts : Elsewhere(locale);
            }
            catch (Exception e)
            {
                Trace.TraceWarning("Portico: " + e.Message);
                return new Dictionary<string, string>();
            }
        }

        private Known Find(string key)
        {
            var bucket = Bucket(key);
            var known = Volatile.Read(ref buckets[bucket]);
            if (known == null)
            {
                known = Read(bucket + ".json"); // after a restart
                Interlocked.CompareExchange(ref buckets[bucket], known, null);
            }
            return known != null && known.Key == key ? known : null;
        }

        // What was last shown on another page, without what only holds there: breadcrumbs, and the mark of the current item.
        private IDictionary<string, string> Elsewhere(string locale)
        {
            var last = lastByLocale.GetOrAdd(locale, l => Read("last-" + l + ".json"));
            if (last == null)
            {
                return new Dictionary<string, string>();
            }
            var parts = new Dictionary<string, string>(last.Parts);
            parts.Remove("breadcrumbs");
            parts["header"] = Regex.Replace(parts["header"], " aria-current=\"\\w*\"", "");
            return parts;
        }

        // Starts asking Portico about a page, once at a time; null while it is left alone after a failure.
        private Task Ask(string locale, string path, Known known)
        {
            if (DateTime.UtcNow.Ticks < Interlocked.Read(ref pausedUntil))
            {
                return null;
            }
            var key = locale + " " + path;
            // Task.Run leaves the request's synchronization context: waiting for the task in a page cannot deadlock.
            return underWay.GetOrAdd(key, k => new Lazy<Task>(() => Task.Run(() => Refresh(locale, path, known)))).Value;
        }

        private async Task Refresh(string locale, string path, Known known)
        {
            var key = locale + " " + path;
            try
            {
                var answer = await Fetch(locale, path, known);
                Volatile.Write(ref buckets[Bucket(key)], answer);
                lastByLocale[locale] = answer;
                if (known == null || known.Parts != answer.Parts)
                {
                    Write(Bucket(key) + ".json", answer);
                    Write("last-" + locale + ".json", answer);
                }
            }
            catch (Exception e)
            {
                Interlocked.Exchange(ref pausedUntil, (DateTime.UtcNow + ttl).Ticks);
                Trace.TraceWarning("Portico gave no usable answer; pages go on with the last one: " + e.Message);
            }
            finally
            {
                Lazy<Task> done;
                underWay.TryRemove(key, out done);
            }
        }

        // Throws whatever goes wrong on the way.
        private async Task<Known> Fetch(string locale, string path, Known known)
        {
            var address = url + "/v1/sites/" + Uri.EscapeDataString(site) + "/fragments?locale=" + Uri.EscapeDataString(locale)
                + "&path=" + Uri.EscapeDataString(path)
                + string.Concat(locales.Select(other => "&alt=" + Uri.EscapeDataString(other + "|" + path + "?lang=" + other)));
            using (var deadline = new CancellationTokenSource(Total))
            using (var request = new HttpRequestMessage(HttpMethod.Get, address))
            {
                if (known != null && known.ETag != "")
                {
                    request.Headers.IfNoneMatch.Add(EntityTagHeaderValue.Parse(known.ETag));
                }
                using (var response = await http.SendAsync(request, deadline.Token))
                {
                    if (response.StatusCode == HttpStatusCode.NotModified && known != null)
                    {
                        return new Known { Key = known.Key, ETag = known.ETag, Parts = known.Parts, AskedAt = DateTime.UtcNow };
                    }
                    response.EnsureSuccessStatusCode();
                    var etag = response.Headers.ETag == null ? "" : response.Headers.ETag.ToString();
                    var parts = Parse(await response.Content.ReadAsStringAsync());
                    return new Known { Key = locale + " " + path, ETag = etag, Parts = parts, AskedAt = DateTime.UtcNow };
                }
            }
        }

        private sealed class Answer
        {
            public Dictionary<string, string> parts { get; set; } // named as in the JSON
        }

        private static Dictionary<string, string> Parse(string json)
        {
            var parts = new JavaScriptSerializer().Deserialize<Answer>(json).parts;
            var missing = new[] { "head", "header", "footer" }.FirstOrDefault(name => parts == null || !parts.ContainsKey(name));
            if (missing != null)
            {
                throw new InvalidDataException("part " + missing + " is missing");
            }
            return parts;
        }

        private static int Bucket(string key)
        {
            // FNV-1a, because string.GetHashCode may differ between two runs.
            var hash = 2166136261;
            foreach (var c in key)
            {
                hash = (hash ^ c) * 16777619;
            }
            return (int)(hash % Buckets);
        }

        private Known Read(string file)
        {
            try
            {
                var known = new JavaScriptSerializer().Deserialize<Known>(File.ReadAllText(Path.Combine(folder, file)));
                known.AskedAt = DateTime.MinValue;
                return known.Parts.ContainsKey("header") ? known : null;
            }
            catch (Exception)
            {
                return null; // never written, or not whole
            }
        }

        // Writes a file whole or not at all: readers see the old one or the new one.
        private void Write(string file, Known known)
        {
            try
            {
                Directory.CreateDirectory(folder);
                var target = Path.Combine(folder, file);
                var temporary = target + "." + Guid.NewGuid().ToString("N");
                File.WriteAllText(temporary, new JavaScriptSerializer().Serialize(known));
                if (File.Exists(target))
                {
                    File.Replace(temporary, target, null);
                }
                else
                {
                    File.Move(temporary, target);
                }
            }
            catch (Exception e)
            {
                Trace.TraceWarning("Portico: cannot keep the shared parts in " + folder + ": " + e.Message);
            }
        }
    }
}
