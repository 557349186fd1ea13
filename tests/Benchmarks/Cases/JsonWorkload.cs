using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.Serialization;
using System.Text;
using System.Xml.Linq;
using Newtonsoft.Json;
using Newtonsoft.Json.Converters;
using Newtonsoft.Json.Linq;
using Newtonsoft.Json.Serialization;

public enum OrderState { Open, Shipped }

public class Customer
{
    public string Name { get; set; } = "";
    public string? Mail { get; set; }
    public bool Vip { get; set; }
    public double Score { get; set; }
    [JsonProperty("referrer", NullValueHandling = NullValueHandling.Ignore)] public string? Source;
}

public struct Line
{
    public string Article { get; set; }
    public int Count { get; set; }
    public decimal Price { get; set; }
    public double Weight { get; set; }
    public long Total { get; set; }
}

public class Order
{
    public int Id { get; set; }
    public Customer? Customer { get; set; }
    public DateTime Placed { get; set; }
    public Guid Key { get; set; }
    [JsonConverter(typeof(StringEnumConverter))] public OrderState State { get; set; }
    public List<Line> Lines { get; set; } = new();
    public Dictionary<string, object?> Tags { get; set; } = new();
    public int?[] History { get; set; } = Array.Empty<int?>();
    [JsonExtensionData] public IDictionary<string, JToken>? Rest;
    [OnDeserialized] internal void Done(StreamingContext context) => Customer ??= new Customer();
}

public sealed record Point(int X, int Y) { [DefaultValue(7)] public int Z { get; init; } = 7; }

public abstract class Shape { public string Kind => GetType().Name; }
public sealed class Circle : Shape { public double Radius { get; set; } }
public sealed class Square : Shape { public double Side { get; set; } }

// The default binder looks for the name in the whole process, where there may be other workloads of this name.
public sealed class ShapeBinder : ISerializationBinder
{
    public Type BindToType(string? assembly, string name) => typeof(Shape).Assembly.GetType(name, throwOnError: true)!;

    public void BindToName(Type type, out string? assembly, out string? name) => (assembly, name) = (null, type.FullName);
}

public sealed class PointConverter : JsonConverter<Point>
{
    public override Point? ReadJson(JsonReader reader, Type type, Point? existing, bool has, JsonSerializer serializer)
    {
        var parts = ((string)reader.Value!).Split(';');
        return new Point(int.Parse(parts[0], CultureInfo.InvariantCulture), int.Parse(parts[1], CultureInfo.InvariantCulture));
    }

    public override void WriteJson(JsonWriter writer, Point? value, JsonSerializer serializer) => writer.WriteValue(value!.X + ";" + value.Y);
}

public static class JsonWorkload
{
    private static readonly JsonSerializerSettings Camel = new()
    {
        ContractResolver = new CamelCasePropertyNamesContractResolver(),
        DateFormatHandling = DateFormatHandling.IsoDateFormat,
        Culture = CultureInfo.InvariantCulture,
    };

    private static List<Order> s_orders = new();
    private static string s_text = "";
    private static JToken s_tree = new JArray();

    public static void SetUp(string document)
    {
        s_text = document;
        s_orders = JsonConvert.DeserializeObject<List<Order>>(document, Camel)!;
        s_tree = JToken.Parse(document);
    }

    public static int Serialise() => JsonConvert.SerializeObject(s_orders, Camel).Length;

    public static int Deserialise() => JsonConvert.DeserializeObject<List<Order>>(s_text, Camel)!.Count;

    public static int Linq()
    {
        var tree = JToken.Parse(s_text);
        var sum = tree.Where(o => (bool)o["customer"]!["vip"]!).SelectMany(o => o["lines"]!).Sum(l => (int)l["count"]!);
        foreach (var order in tree.Children<JObject>())
            order["lineCount"] = ((JArray)order["lines"]!).Count;
        sum += tree.SelectTokens("$[?(@.state == 'Open')].lines[0].total").Count();
        return sum + tree.ToString(Formatting.None).Length;
    }

    public static string Small() => JsonConvert.SerializeObject(new { a = true, b = false, c = new[] { 1, 2 }, d = (bool?)true });

    public static byte[] RoundTrip(string document)
    {
        var orders = JsonConvert.DeserializeObject<List<Order>>(document, Camel);
        var tree = JToken.Parse(JsonConvert.SerializeObject(orders, Camel));
        return Encoding.UTF8.GetBytes(tree.ToString(Formatting.None).Replace(" ", "", StringComparison.Ordinal));
    }

    public static byte[] Run(string document)
    {
        var output = new MemoryStream();
        using var writer = new StreamWriter(output, new UTF8Encoding(false));
        SetUp(document);
        writer.WriteLine(JsonConvert.SerializeObject(s_orders, Camel));
        writer.WriteLine(JsonConvert.SerializeObject(s_orders.Take(200), Formatting.Indented, Camel));
        writer.WriteLine(s_tree.ToString());
        writer.WriteLine(Linq());
        writer.WriteLine(JToken.DeepEquals(JToken.FromObject(s_orders, JsonSerializer.Create(Camel)), JToken.Parse(JsonConvert.SerializeObject(s_orders, Camel))));
        Streams(writer, document);
        Shapes(writer);
        Trees(writer);
        Names(writer);
        Failures(writer);
        writer.Flush();
        return output.ToArray();
    }

    private static void Streams(TextWriter writer, string document)
    {
        using var reader = new JsonTextReader(new StringReader(document)) { DateParseHandling = DateParseHandling.None, FloatParseHandling = FloatParseHandling.Decimal };
        using var json = new JsonTextWriter(writer) { CloseOutput = false, QuoteChar = '\'', QuoteName = false, StringEscapeHandling = StringEscapeHandling.EscapeNonAscii };
        json.WriteToken(reader);
        json.Flush();
        writer.WriteLine();
        var async = WriteAsync(document).GetAwaiter().GetResult();
        writer.WriteLine(async.Length + " " + async[^40..]);
    }

    private static async System.Threading.Tasks.Task<string> WriteAsync(string document)
    {
        using var reader = new JsonTextReader(new StringReader(document));
        var text = new StringWriter(CultureInfo.InvariantCulture);
        using var json = new JsonTextWriter(text) { Formatting = Formatting.Indented, Indentation = 1, IndentChar = '\t' };
        var tree = await JToken.LoadAsync(reader);
        await tree.WriteToAsync(json);
        return text.ToString();
    }

    private static void Shapes(TextWriter writer)
    {
        var typed = new JsonSerializerSettings { TypeNameHandling = TypeNameHandling.Auto, PreserveReferencesHandling = PreserveReferencesHandling.Objects, TraceWriter = new MemoryTraceWriter(), SerializationBinder = new ShapeBinder() };
        var circle = new Circle { Radius = 1.5 };
        var text = JsonConvert.SerializeObject(new List<Shape> { circle, new Square { Side = 2 }, circle }, typed);
        writer.WriteLine(text);
        var back = JsonConvert.DeserializeObject<List<Shape>>(text, typed)!;
        writer.WriteLine(ReferenceEquals(back[0], back[2]) + " " + back[1].Kind);
        writer.WriteLine(JsonConvert.SerializeObject(new[] { new Point(1, 2), new Point(3, 4) { Z = 9 } }, new JsonSerializerSettings { DefaultValueHandling = DefaultValueHandling.IgnoreAndPopulate }));
        writer.WriteLine(JsonConvert.DeserializeObject<Point>("{x:1,y:2}", new JsonSerializerSettings { DefaultValueHandling = DefaultValueHandling.Populate }));
        writer.WriteLine(JsonConvert.DeserializeObject<Point>("\"5;6\"", new PointConverter()) + JsonConvert.SerializeObject(new Point(5, 6), new PointConverter()));
        var snake = new JsonSerializerSettings { ContractResolver = new DefaultContractResolver { NamingStrategy = new SnakeCaseNamingStrategy() } };
        writer.WriteLine(JsonConvert.SerializeObject(new { FirstName = "x", HTTPStatus = 3, When = new DateTime(2020, 2, 29, 1, 2, 3, DateTimeKind.Utc), Span = TimeSpan.FromMinutes(3), Bytes = new byte[] { 1, 2, 3 }, Uri = new Uri("http://example.org/a b"), Version = new Version(1, 2, 3), Nan = double.NaN, Set = new HashSet<int> { 1 }, Pair = KeyValuePair.Create("k", 1), Grid = new[,] { { 1, 2 }, { 3, 4 } }, Big = System.Numerics.BigInteger.Pow(7, 60) }, snake));
        var target = new Order { Id = 4, Tags = { ["kept"] = 1 } };
        JsonConvert.PopulateObject("{\"Id\":5,\"Tags\":{\"new\":true},\"unknown\":[1]}", target);
        writer.WriteLine(target.Id + " " + target.Tags.Count + " " + target.Rest!.Count);
    }

    private static void Trees(TextWriter writer)
    {
        var tree = JObject.Parse("{ /* c */ 'a': [1, 2.5, {'b': null}], \"c\": {\"d\": \"2020-01-02T03:04:05Z\"}, 'e': undefined, f: NaN, g: [[1],[2]] }", new JsonLoadSettings { CommentHandling = CommentHandling.Load });
        tree.Merge(JObject.Parse("{'a':[9],'h':{'i':1}}"), new JsonMergeSettings { MergeArrayHandling = MergeArrayHandling.Union });
        tree.PropertyChanged += (_, e) => writer.WriteLine("changed " + e.PropertyName);
        tree["j"] = new JArray(1, 2, "3") { new JObject(new JProperty("k", 1m)) };
        tree.Property("c")!.Replace(new JProperty("c2", tree["c"]!.DeepClone()));
        writer.WriteLine(tree.ToString(Formatting.Indented));
        foreach (var path in new[] { "$..b", "$.j[-1:].k", "$.a[?(@ > 1)]", "$.*", "$['h','c2'].*", "g[*][0]", "$.j[1:3]" })
            writer.WriteLine(path + " " + string.Join("|", tree.SelectTokens(path).Select(t => t.Path + "=" + t.ToString(Formatting.None))));
        dynamic view = tree;
        view.l = 5;
        writer.WriteLine((int)view.l + (int)view.h.i);
        writer.WriteLine(string.Join(",", tree.Descendants().OfType<JValue>().Select(v => v.Type.ToString())));
        var xml = JsonConvert.DeserializeXNode("{\"root\":{\"@id\":\"1\",\"item\":[\"a\",\"b\"],\"n\":{\"#text\":\"x\"}}}")!;
        writer.WriteLine(xml.ToString(SaveOptions.DisableFormatting) + JsonConvert.SerializeXNode(xml));
        writer.WriteLine(new JValue(12.5m).CompareTo(new JValue(12)) + " " + JToken.DeepEquals(tree, tree.DeepClone()) + " " + tree.DescendantsAndSelf().Count());
    }

    private static void Names(TextWriter writer)
    {
        foreach (NamingStrategy strategy in new NamingStrategy[] { new CamelCaseNamingStrategy(), new KebabCaseNamingStrategy(), new SnakeCaseNamingStrategy(true, true) })
            writer.WriteLine(strategy.GetPropertyName("URLValueOfID2", false));
        var contract = (JsonObjectContract)new DefaultContractResolver().ResolveContract(typeof(Order));
        writer.WriteLine(string.Join(",", contract.Properties.Select(p => p.PropertyName + ":" + p.PropertyType!.Name + ":" + p.Readable)));
        writer.WriteLine(JsonConvert.ToString(1.0) + JsonConvert.ToString(1e300) + JsonConvert.ToString('\'') + JsonConvert.ToString("\u2028\0<>") + JsonConvert.ToString(Guid.Empty));
    }

    private static void Failures(TextWriter writer)
    {
        foreach (var text in new[] { "[1,", "{\"a\" 1}", "[tru]", "{\"a\":\"\\u12\"}", "{\"Id\":\"x\"}", "[1]]", "\"\\q\"", "{\"History\":{}}" })
        {
            try
            {
                writer.WriteLine(JsonConvert.DeserializeObject<Order>(text)?.Id);
            }
            catch (JsonException e)
            {
                writer.WriteLine(e.GetType().Name + ": " + e.Message);
            }
        }

        var errors = new List<string>();
        var settings = new JsonSerializerSettings { Error = (_, e) => { errors.Add(e.ErrorContext.Path + ": " + e.ErrorContext.Error.Message); e.ErrorContext.Handled = true; } };
        writer.WriteLine(JsonConvert.DeserializeObject<List<int>>("[1,'x',3]", settings)!.Count + " " + string.Join("|", errors));
    }
}
