// What the generated code uses of System.Text.Json, which Mono does not have: enough to compile that part of it.
using System.Collections.Generic;

namespace System.Text.Json
{
    public enum JsonValueKind { Undefined, Object, Array, String, Number, True, False, Null }

    public struct JsonProperty
    {
        public string Name { get; set; }
        public JsonElement Value { get; set; }
    }

    public struct JsonElement
    {
        public object Raw;

        public JsonValueKind ValueKind
        {
            get
            {
                if (Raw is IDictionary<string, object>) return JsonValueKind.Object;
                if (Raw is object[]) return JsonValueKind.Array;
                if (Raw is string) return JsonValueKind.String;
                if (Raw is bool) return (bool)Raw ? JsonValueKind.True : JsonValueKind.False;
                return Raw == null ? JsonValueKind.Null : JsonValueKind.Number;
            }
        }

        public IEnumerable<JsonProperty> EnumerateObject()
        {
            foreach (var p in (IDictionary<string, object>)Raw) yield return new JsonProperty { Name = p.Key, Value = new JsonElement { Raw = p.Value } };
        }

        public IEnumerable<JsonElement> EnumerateArray()
        {
            foreach (var item in (object[])Raw) yield return new JsonElement { Raw = item };
        }

        public string GetString() { return (string)Raw; }

        public bool TryGetInt64(out long value)
        {
            value = 0;
            if (!(Raw is int) && !(Raw is long)) return false;
            value = Convert.ToInt64(Raw);
            return true;
        }

        public double GetDouble() { return Convert.ToDouble(Raw); }
    }
}
