using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;

namespace %NAMESPACE%
{
#pragma warning disable 1591 // the texts of the model are the documentation there is

    /// <summary>The fields of an entry: one of the content types, or UnknownFields where the type came after this code.</summary>
    public abstract class Fields
    {
        internal static Fields From(string type, object json, string path)
        {
            switch (type)
            {
%FIELDS%                default: return new UnknownFields(type, Read.Object(json, path));
            }
        }
    }

    /// <summary>The fields of an entry whose type is not in the model that this was generated from.</summary>
    public sealed class UnknownFields : Fields
    {
        internal UnknownFields(string type, IDictionary<string, object> values) { Type = type; Values = values; }
        public string Type { get; }
        public IDictionary<string, object> Values { get; }
    }

    /// <summary>A component: a group of fields inside an entry, or UnknownComponent where it came after this code.</summary>
    public abstract class Component
    {
        internal static Component From(string type, object json, string path)
        {
            switch (type)
            {
%COMPONENTS%                default: return new UnknownComponent(type, Read.Object(json, path));
            }
        }
    }

    /// <summary>A component that is not in the model that this was generated from.</summary>
    public sealed class UnknownComponent : Component
    {
        internal UnknownComponent(string type, IDictionary<string, object> values) { Type = type; Values = values; }
        public string Type { get; }
        public IDictionary<string, object> Values { get; }
    }

    /// <summary>A block: its component says what it is.</summary>
    public sealed class Block
    {
        internal static Block From(object json, string path) { return new Block(Read.Object(json, path), path); }
        private Block(IDictionary<string, object> m, string path)
        {
            Type = Read.Needed(m, path, "$type", Read.Text);
            Key = Read.One(m, path, "$key", Read.Text);
            Component = global::%NAMESPACE%.Component.From(Type, m, path);
        }
        /// <summary>The component's name in the model.</summary>
        public string Type { get; }
        /// <summary>Stays when blocks are moved.</summary>
        public string Key { get; }
        public Component Component { get; }
    }

    /// <summary>
    /// An entry as the delivery API answers it. In an entry that came with a reference, all but Id, Type and Fields may be missing.
    /// </summary>
    public sealed class Entry<T> where T : Fields
    {
        /// <summary>Reads an entry out of JSON: the tree that a JSON library gives, or what Json.Parse gives.</summary>
        public static Entry<T> From(object json) { return From(json, "entry"); }
        internal static Entry<T> From(object json, string path) { return new Entry<T>(Read.Object(json, path), path); }
        private Entry(IDictionary<string, object> m, string path)
        {
            Id = Read.Needed(m, path, "id", Read.Text);
            Type = Read.Needed(m, path, "type", Read.Text);
            Site = Read.One(m, path, "site", Read.Text);
            InheritedFrom = Read.One(m, path, "inheritedFrom", Read.Text);
            Locale = Read.One(m, path, "locale", Read.Text);
            Status = Read.One(m, path, "status", Read.Text);
            Version = Read.One(m, path, "version", Read.Integer);
            PublishedAt = Read.Maybe(m, path, "publishedAt", Read.Moment);
            UpdatedAt = Read.Maybe(m, path, "updatedAt", Read.Moment);
            var fields = global::%NAMESPACE%.Fields.From(Type, Read.Needed(m, path, "fields", Read.Object), path + ".fields");
            Fields = fields as T;
            if (Fields == null) throw new FormatException(path + ": is an entry of type " + Type + ", not " + typeof(T).Name);
            Fallback = Read.Map(m, path, "fallback");
        }
        public string Id { get; }
        public string Type { get; }
        /// <summary>The site that was asked.</summary>
        public string Site { get; }
        /// <summary>The site or space that the entry comes from, where it is not that site's own; else null.</summary>
        public string InheritedFrom { get; }
        public string Locale { get; }
        public string Status { get; }
        public long Version { get; }
        public DateTimeOffset? PublishedAt { get; }
        public DateTimeOffset? UpdatedAt { get; }
        public T Fields { get; }
        /// <summary>The locale that each field comes from, where it is not the one that was asked for.</summary>
        public IDictionary<string, object> Fallback { get; }
    }

    /// <summary>The answer of /v1/sites/{site}/entries/{type}.</summary>
    public sealed class EntryList<T> where T : Fields
    {
        /// <summary>Reads the answer out of JSON: the tree that a JSON library gives. Throws FormatException that names the place.</summary>
        public static EntryList<T> From(object json) { return new EntryList<T>(Read.Object(json, "answer"), "answer"); }
        private EntryList(IDictionary<string, object> m, string path)
        {
            Data = Read.List(m, path, "data", Entry<T>.From);
            Page = Read.One(m, path, "page", Paging.From);
            Meta = Read.One(m, path, "meta", global::%NAMESPACE%.Meta.From);
        }
        public IReadOnlyList<Entry<T>> Data { get; }
        public Paging Page { get; }
        public Meta Meta { get; }
    }

    /// <summary>The answer of /v1/sites/{site}/entries/{type}/{id or slug}.</summary>
    public sealed class EntryAnswer<T> where T : Fields
    {
        /// <summary>Reads the answer out of JSON: the tree that a JSON library gives. Throws FormatException that names the place.</summary>
        public static EntryAnswer<T> From(object json) { return new EntryAnswer<T>(Read.Object(json, "answer"), "answer"); }
        private EntryAnswer(IDictionary<string, object> m, string path)
        {
            Data = Read.Needed(m, path, "data", Entry<T>.From);
            Meta = Read.One(m, path, "meta", global::%NAMESPACE%.Meta.From);
        }
        public Entry<T> Data { get; }
        public Meta Meta { get; }
    }

    /// <summary>Where a list goes on: Next and Prev are values of page[after], or null.</summary>
    public sealed class Paging
    {
        internal static Paging From(object json, string path) { return new Paging(Read.Object(json, path), path); }
        private Paging(IDictionary<string, object> m, string path)
        {
            Size = Read.One(m, path, "size", Read.Integer);
            Next = Read.One(m, path, "next", Read.Text);
            Prev = Read.One(m, path, "prev", Read.Text);
            Total = Read.Maybe(m, path, "total", Read.Integer);
        }
        public long Size { get; }
        public string Next { get; }
        public string Prev { get; }
        /// <summary>How many there are in all, with count=exact.</summary>
        public long? Total { get; }
    }

    /// <summary>What an answer says of itself.</summary>
    public sealed class Meta
    {
        internal static Meta From(object json, string path) { return new Meta(Read.Object(json, path), path); }
        private Meta(IDictionary<string, object> m, string path)
        {
            Locale = Read.One(m, path, "locale", Read.Text);
            View = Read.One(m, path, "view", Read.Text);
            Generation = Read.One(m, path, "generation", Read.Integer);
            Fallback = Read.Map(m, path, "fallback");
            Unresolved = Read.List(m, path, "unresolved", Read.Text);
        }
        public string Locale { get; }
        public string View { get; }
        public long Generation { get; }
        public IDictionary<string, object> Fallback { get; }
        /// <summary>References, "type/id", that were left out: their target is not published here.</summary>
        public IReadOnlyList<string> Unresolved { get; }
    }

    /// <summary>A reference, "type/id".</summary>
    public sealed class Reference
    {
        internal static Reference From(object json, string path) { return new Reference(Read.Object(json, path), path); }
        private Reference(IDictionary<string, object> m, string path)
        {
            Ref = Read.Needed(m, path, "$ref", Read.Text);
            Entry = Read.One(m, path, "fields", Read.Anything) == null ? null : Entry<Fields>.From(m, path);
        }
        public string Ref { get; }
        /// <summary>Null unless the query's include named the field.</summary>
        public Entry<Fields> Entry { get; }
    }

    /// <summary>An image, film, sound or document. One that is gone has its id alone.</summary>
    public sealed class MediaReference
    {
        internal static MediaReference From(object json, string path) { return new MediaReference(Read.Object(json, path), path); }
        private MediaReference(IDictionary<string, object> m, string path)
        {
            Media = Read.Needed(m, path, "$media", Read.Text);
            Url = Read.One(m, path, "url", Read.Text);
            Type = Read.One(m, path, "type", Read.Text);
            Width = Read.One(m, path, "width", Read.Integer);
            Height = Read.One(m, path, "height", Read.Integer);
            Alt = Read.One(m, path, "alt", Read.Text);
        }
        public string Media { get; }
        /// <summary>Below the address of the delivery node.</summary>
        public string Url { get; }
        /// <summary>Media type.</summary>
        public string Type { get; }
        /// <summary>Pixels; 0 where they are not known.</summary>
        public long Width { get; }
        public long Height { get; }
        /// <summary>Alternative text in the locale of the answer, or the next of its chain.</summary>
        public string Alt { get; }
    }

    /// <summary>A place on earth, in degrees of WGS 84.</summary>
    public sealed class GeoPoint
    {
        internal static GeoPoint From(object json, string path) { return new GeoPoint(Read.Object(json, path), path); }
        private GeoPoint(IDictionary<string, object> m, string path)
        {
            Lat = Read.Needed(m, path, "lat", Read.Number);
            Lng = Read.Needed(m, path, "lng", Read.Number);
        }
        public double Lat { get; }
        public double Lng { get; }
    }

    /// <summary>Text with structure: HTML, or a tree whose root is of type doc; the other is null.</summary>
    public sealed class RichText
    {
        internal static RichText From(object json, string path) { return new RichText(Read.Plain(json), path); }
        private RichText(object json, string path)
        {
            Html = json as string;
            Tree = Html == null ? Read.Object(json, path) : null;
        }
        public string Html { get; }
        public IDictionary<string, object> Tree { get; }
    }

    /// <summary>
    /// Reads values out of JSON: out of dictionaries and lists, as JavaScriptSerializer gives them, and out of the trees of
    /// System.Text.Json (.NET Core 3 and later) and, with PORTICO_NEWTONSOFT defined, of Json.NET (read them with DateParseHandling.None).
    /// </summary>
    internal static class Read
    {
        internal static T One<T>(IDictionary<string, object> m, string path, string key, Func<object, string, T> read)
        {
            object v = m.TryGetValue(key, out v) ? Plain(v) : null;
            return v == null ? default(T) : read(v, path + "." + key);
        }

        internal static T? Maybe<T>(IDictionary<string, object> m, string path, string key, Func<object, string, T> read) where T : struct
        {
            return One(m, path, key, (v, at) => (T?)read(v, at));
        }

        internal static T Needed<T>(IDictionary<string, object> m, string path, string key, Func<object, string, T> read)
        {
            if (One(m, path, key, Anything) == null) throw new FormatException(path + "." + key + ": is missing");
            return One(m, path, key, read);
        }

        internal static IReadOnlyList<T> List<T>(IDictionary<string, object> m, string path, string key, Func<object, string, T> read)
        {
            var list = new List<T>();
            object given = One(m, path, key, Anything);
            if (given == null) return list;
            if (given is string || given is IDictionary<string, object> || !(given is IEnumerable)) throw Wrong(given, path + "." + key, "a list");
            foreach (object item in (IEnumerable)given) list.Add(read(Plain(item), path + "." + key + "[" + list.Count + "]"));
            return list;
        }

        internal static IDictionary<string, object> Map(IDictionary<string, object> m, string path, string key)
        {
            return One(m, path, key, Object) ?? new Dictionary<string, object>();
        }

        internal static IDictionary<string, object> Object(object json, string path)
        {
            object v = Plain(json);
            return v as IDictionary<string, object> ?? throw Wrong(v, path, "an object");
        }

        internal static object Anything(object v, string path) { return v; }

        internal static string Text(object v, string path) { return v as string ?? throw Wrong(v, path, "text"); }

        internal static bool Boolean(object v, string path) { return v as bool? ?? throw Wrong(v, path, "true or false"); }

        internal static double Number(object v, string path)
        {
            if (v is double || v is float || v is decimal || v is int || v is long) return Convert.ToDouble(v, CultureInfo.InvariantCulture);
            throw Wrong(v, path, "a number");
        }

        internal static long Integer(object v, string path)
        {
            double x = Number(v, path);
            if (x != Math.Floor(x) || Math.Abs(x) > 9007199254740991) throw Wrong(v, path, "a whole number");
            return Convert.ToInt64(v, CultureInfo.InvariantCulture);
        }

        internal static decimal Decimal(object v, string path)
        {
            decimal x;
            if (decimal.TryParse(Text(v, path), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out x)) return x;
            throw Wrong(v, path, "a decimal number such as \"12.50\"");
        }

        internal static DateTime Date(object v, string path)
        {
            DateTime x;
            if (DateTime.TryParseExact(Text(v, path), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out x)) return x;
            throw Wrong(v, path, "a date such as 2026-10-01");
        }

        internal static DateTimeOffset Moment(object v, string path)
        {
            DateTimeOffset x;
            if (DateTimeOffset.TryParse(Text(v, path), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out x)) return x;
            throw Wrong(v, path, "a moment such as 2026-10-01T06:30:00Z");
        }

        /// <summary>Makes dictionaries, lists, texts and numbers of the tree of a JSON library.</summary>
        internal static object Plain(object v)
        {
#if NETCOREAPP3_0_OR_GREATER
            if (v is System.Text.Json.JsonElement) return Plain((System.Text.Json.JsonElement)v);
#endif
#if PORTICO_NEWTONSOFT
            if (v is Newtonsoft.Json.Linq.JToken) return Plain((Newtonsoft.Json.Linq.JToken)v);
#endif
            return v;
        }

#if NETCOREAPP3_0_OR_GREATER
        private static object Plain(System.Text.Json.JsonElement e)
        {
            switch (e.ValueKind)
            {
                case System.Text.Json.JsonValueKind.Object:
                    var map = new Dictionary<string, object>();
                    foreach (var p in e.EnumerateObject()) map[p.Name] = Plain(p.Value);
                    return map;
                case System.Text.Json.JsonValueKind.Array:
                    var list = new List<object>();
                    foreach (var item in e.EnumerateArray()) list.Add(Plain(item));
                    return list;
                case System.Text.Json.JsonValueKind.String: return e.GetString();
                case System.Text.Json.JsonValueKind.True: return true;
                case System.Text.Json.JsonValueKind.False: return false;
                case System.Text.Json.JsonValueKind.Number:
                    long whole;
                    if (e.TryGetInt64(out whole)) return whole;
                    return e.GetDouble();
                default: return null;
            }
        }
#endif
#if PORTICO_NEWTONSOFT
        private static object Plain(Newtonsoft.Json.Linq.JToken t)
        {
            var o = t as Newtonsoft.Json.Linq.JObject;
            if (o != null)
            {
                var map = new Dictionary<string, object>();
                foreach (var p in o.Properties()) map[p.Name] = Plain(p.Value);
                return map;
            }
            var a = t as Newtonsoft.Json.Linq.JArray;
            if (a != null)
            {
                var list = new List<object>();
                foreach (var item in a) list.Add(Plain(item));
                return list;
            }
            return ((Newtonsoft.Json.Linq.JValue)t).Value;
        }
#endif

        internal static FormatException Wrong(object v, string path, string wanted)
        {
            return new FormatException(path + ": must be " + wanted + ", not " + (v == null ? "null" : v.GetType().Name));
        }
    }
