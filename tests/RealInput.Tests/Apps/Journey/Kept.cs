using System.Globalization;
using Newtonsoft.Json;
using Newtonsoft.Json.Converters;
using Newtonsoft.Json.Linq;
using Newtonsoft.Json.Serialization;

namespace HotWeave.Journey;

/// <summary>Objects of the library that an application makes once and keeps.</summary>
internal sealed class Kept
{
    private readonly JsonSerializerSettings _settings = new()
    {
        ContractResolver = new CamelCasePropertyNamesContractResolver(),
        Converters = { new StringEnumConverter(), new Wrapping() },
        NullValueHandling = NullValueHandling.Ignore,
        Formatting = Formatting.Indented,
    };

    private readonly Reversing _resolver = new();
    private readonly JsonSerializer _serialiser;
    private readonly JsonSerializer _plain = new();
    private readonly JsonContract _contract;
    private readonly JObject _tree = JObject.Parse("{\"a\":[1,{\"b\":[true,null,\"x\"]}],\"c\":{\"d\":1.5},\"e\":[]}");
    private readonly Labelled _labelled = new("kept") { ["one"] = 1 };
    private readonly JArray _array = new(1, "two", 3.0, JValue.CreateNull(), new JObject(new JProperty("p", new JRaw("{}"))));
    private readonly List<string> _events = [];
    private readonly Func<JToken[], string> _write = KeptWriter();
    private readonly Func<JToken, IEnumerable<JToken>> _select;

    public Kept()
    {
        _serialiser = JsonSerializer.Create(_settings);
        _contract = _resolver.ResolveContract(typeof(Node));
        _tree.PropertyChanged += (_, e) => _events.Add(e.PropertyName!);
        _tree.CollectionChanged += (_, e) => _events.Add(e.Action.ToString());
        _select = static t => t.SelectTokens("$..b[?(@ == 'x')]");
        _ = Use(); // so that caches are filled before any change
    }

    /// <summary>Uses all of them and leaves them as they were.</summary>
    public string Use()
    {
        var node = new Node("n") { Children = { new Node("c") } };
        var output = new StringWriter(CultureInfo.InvariantCulture);
        _serialiser.Serialize(output, new { Colour = Colour.Blue, Named = new Named { SomeID = 5 }, None = (string?)null, Node = node });
        output.WriteLine();
        output.WriteLine(_serialiser.Deserialize<Named>(new JsonTextReader(new StringReader("{\"wrapped\":{\"id\":7}}")))!.SomeID);
        output.WriteLine(JsonConvert.SerializeObject(node, new JsonSerializerSettings { ContractResolver = _resolver, MaxDepth = _settings.MaxDepth }));
        output.WriteLine(ReferenceEquals(_contract, _resolver.ResolveContract(typeof(Node))));
        output.WriteLine(string.Join(",", ((JsonObjectContract)_contract).Properties.Select(static p => p.PropertyName + p.Required + p.Order)));
        output.WriteLine(((JsonObjectContract)_contract).Properties.GetClosestMatchProperty("NAME")!.ValueProvider!.GetValue(node));
        output.WriteLine(_plain.Deserialize<JToken>(_tree.CreateReader())!.ToString(Formatting.None) + JToken.FromObject(node, _plain).ToString(Formatting.None));

        _events.Clear();
        _tree["c"]!["f"] = 3;
        _tree["g"] = new JArray(_tree["a"]!);
        _tree.Property("g")!.AddBeforeSelf(new JProperty("h", _labelled));
        output.WriteLine(_tree.ToString(Formatting.None) + string.Join(",", _events));
        output.WriteLine(string.Join("|", _select(_tree).Select(static t => t.Path)));
        output.WriteLine(JToken.DeepEquals(_tree, _tree.DeepClone()) + " " + _tree.DescendantsAndSelf().OfType<JValue>().Count() + " " + _tree.Last!.Path);
        ((JObject)_tree["c"]!).Remove("f");
        _tree.Remove("g");
        _tree.Remove("h");

        _array.Insert(2, new JObject(new JProperty("q", _array.Count)));
        output.WriteLine(_array.ToString(Formatting.None) + ((JArray)_array.DeepClone()).Count + string.Join(",", _array.Select(static t => t.Type)) + _array.Children<JObject>().Count());
        _array.RemoveAt(2);
        output.WriteLine(_labelled.ToString(Formatting.None) + _labelled.DeepClone().GetType().Name + new JObject(_labelled).ToString(Formatting.None));

        output.WriteLine(_write([_tree, _array]));
        dynamic view = _tree;
        output.WriteLine((int)view.a[0] + (double)view.c.d);
        return output.ToString();
    }

    private static Func<JToken[], string> KeptWriter()
    {
        var log = new StringWriter(CultureInfo.InvariantCulture);
        var writer = new JsonTextWriter(log);
        return tokens =>
        {
            log.GetStringBuilder().Clear();
            writer.WriteStartArray();
            foreach (var token in tokens)
                token.WriteTo(writer);
            writer.WriteEndArray();
            writer.Flush();
            return log.ToString().TrimStart();
        };
    }
}
