using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using Newtonsoft.Json.Serialization;

namespace HotWeave.Journey;

public enum Colour
{
    Red,
    Blue,
    DarkRed,
}

public sealed class Named
{
    public int SomeID { get; set; }
}

[JsonObject(MemberSerialization.OptIn, ItemNullValueHandling = NullValueHandling.Ignore)]
public sealed class Node
{
    [JsonConstructor]
    private Node()
    {
    }

    public Node(string name) => Name = name;

    [JsonProperty("name", Required = Required.Always, Order = 2)]
    public string Name { get; private set; } = "";

    [JsonProperty]
    public Node? Parent { get; set; }

    [JsonProperty(Order = 1)]
    public List<Node> Children { get; } = [];

    public bool ShouldSerializeParent() => Parent is not null;
}

/// <summary>A resolver of the application's own: properties in reverse order, names in small letters.</summary>
public sealed class Reversing : DefaultContractResolver
{
    protected override IList<JsonProperty> CreateProperties(Type type, MemberSerialization memberSerialization) =>
        [.. base.CreateProperties(type, memberSerialization).OrderByDescending(static p => p.PropertyName, StringComparer.Ordinal)];

    protected override string ResolvePropertyName(string propertyName) => propertyName.ToLowerInvariant();
}

/// <summary>A writer of the application's own.</summary>
public sealed class Shouting(TextWriter writer) : JsonTextWriter(writer)
{
    public override void WriteValue(string? value) => base.WriteValue(value?.ToUpperInvariant());

    public override void WritePropertyName(string name) => base.WritePropertyName("_" + name);
}

/// <summary>A converter of the application's own that reads ahead and goes by contracts.</summary>
public sealed class Wrapping : JsonConverter
{
    public override bool CanConvert(Type objectType) => objectType == typeof(Named);

    public override object? ReadJson(JsonReader reader, Type objectType, object? existingValue, JsonSerializer serializer) =>
        new Named { SomeID = (int)JObject.Load(reader)["wrapped"]!["id"]! };

    public override void WriteJson(JsonWriter writer, object? value, JsonSerializer serializer)
    {
        var contract = (JsonObjectContract)serializer.ContractResolver.ResolveContract(value!.GetType());
        new JObject(new JProperty("wrapped", new JObject(new JProperty("id", contract.Properties[0].ValueProvider!.GetValue(value))))).WriteTo(writer);
    }
}

/// <summary>A tree node of the application's own.</summary>
public sealed class Labelled(string label) : JObject
{
    public string Label { get; } = label;

    public override void WriteTo(JsonWriter writer, params JsonConverter[] converters)
    {
        writer.WriteComment(Label);
        base.WriteTo(writer, converters);
    }
}
