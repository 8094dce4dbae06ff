// Reads answers with the generated classes, out of the trees of JSON libraries. It prints "good", or throws.
using System;
using System.IO;
using System.Linq;
using Hard = Acme.Hard;
using Usual = Portico.Content;

static class Check
{
    static void Main(string[] args)
    {
        string usual = File.ReadAllText(args[0]), hard = File.ReadAllText(args[1]);
        ReadAll(Serializer(usual), Serializer(hard));
        ReadAll(JsonNet(usual), JsonNet(hard));
        ReadAll(Element(Serializer(usual)), Element(Serializer(hard)));
        Console.WriteLine("good");
    }

    static object Serializer(string json) { return new System.Web.Script.Serialization.JavaScriptSerializer().DeserializeObject(json); }

    static object Element(object tree) { return new System.Text.Json.JsonElement { Raw = tree }; }

    static object JsonNet(string json)
    {
        using (var reader = new Newtonsoft.Json.JsonTextReader(new StringReader(json)) { DateParseHandling = Newtonsoft.Json.DateParseHandling.None })
            return global::Newtonsoft.Json.Linq.JToken.ReadFrom(reader);
    }

    static void ReadAll(object usual, object hard)
    {
        var list = Usual.EntryList<Usual.Article>.From(usual);
        Same(list.Data.Count, 3);
        Same(list.Data[0].Fields.PublishedOn.Year, 2026);
        Same(Enum.IsDefined(typeof(Usual.ArticleCategory), list.Data[0].Fields.Category), true);

        var answer = Hard.EntryList<Hard.StringContent>.From(hard);
        var f = answer.Data[0].Fields;
        Same(answer.Page.Total, 1L);
        Same(answer.Meta.Unresolved[0], "string/gone");
        Same(answer.Data[0].PublishedAt.Value.UtcDateTime.Hour, 6);
        Same(f.Class, "c");
        Same(f.Int, 9007199254740991L);
        Same(f.GetClass, -1L);
        Same(f.Decimal, 123456789012345678.25m);
        Same(f.Money, null);
        Same(f.True, false);
        Same(f.Instant.Millisecond, 123);
        Same(f.This.Html, "<p>HTML</p>");
        Same(f.Rich.Tree["type"], "doc");
        Same(f.Namespace.Lat, 47.3769);
        Same(f.New, Hard.StringContentNew.AB3);
        Same(f.Enum[2], Hard.StringContentEnum.Unrecognized);
        Same(f.Maybe, null);
        Same(((Hard.BlockContent)f.Reference.Entry.Fields).Choice, Hard.BlockContentChoice.X);
        Same(f.References[0].Entry, null);
        Same(f.References[0].Ref, "string/01920000-0000-7000-8000-000000000003");
        Same(f.Photos[1].Media, "m2");
        Same(f.Component.Object[0].Choice.Text, "*x*");
        Same(f.Quotes.Count, 0);
        Same(f.FooBar, "1");
        Same(f.FooBarValue, null);
        var quote = (Hard.Quote)f.Blocks[0].Component;
        Same(quote.QuoteValue, "Q");
        Same(((Hard.StringBlock)quote.Inner[0].Component).Text, "T");
        Same(((Hard.ClassComponent)f.Blocks[1].Component).Self.Class, "D");
        Refused("fields.title: must be text", () => Hard.BlockChoice.From(new System.Collections.Generic.Dictionary<string, object> { { "title", 3 } }));
    }

    static void Same(object got, object want)
    {
        if (!Equals(got, want)) throw new Exception("got " + got + ", want " + want);
    }

    static void Refused(string message, Action read)
    {
        try { read(); }
        catch (FormatException e) { if (e.Message.StartsWith(message)) return; throw; }
        throw new Exception("not refused: " + message);
    }
}
