using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Converters;
using Newtonsoft.Json.Linq;
using Newtonsoft.Json.Serialization;

public static class JsonWorkload
{
    public static void Run(TextWriter output)
    {
        var orders = Enumerable.Range(0, 2000).Select(Order.Make).ToList();
        var settings = new JsonSerializerSettings
        {
            ContractResolver = new CamelCasePropertyNamesContractResolver(),
            NullValueHandling = NullValueHandling.Ignore,
            TypeNameHandling = TypeNameHandling.Auto,
            TypeNameAssemblyFormatHandling = TypeNameAssemblyFormatHandling.Simple,
            Converters = { new StringEnumConverter() },
            Formatting = Formatting.Indented,
        };
        var text = JsonConvert.SerializeObject(orders, settings);
        output.WriteLine(text);
        var back = JsonConvert.DeserializeObject<List<Order>>(text, settings)!;
        output.WriteLine(JsonConvert.SerializeObject(back, settings) == text);

        var tree = JArray.Parse(text);
        output.WriteLine(tree.SelectTokens("$[?(@.number > 1990)].lines[*].price").Select(t => t.ToString()).Aggregate((a, b) => a + "," + b));
        output.WriteLine(tree.Descendants().OfType<JProperty>().GroupBy(p => p.Name).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => g.Key + g.Count()).Aggregate((a, b) => a + ";" + b));
        output.WriteLine(tree.DeepClone().ToString(Formatting.None).Length);

        dynamic first = tree[0];
        first.customer = "changed";
        output.WriteLine((string)first.customer);

        var xml = JsonConvert.DeserializeXNode("{\"root\":{\"item\":[1,2,{\"@id\":3,\"#text\":\"x\"}]}}")!;
        output.WriteLine(xml.ToString());
        output.WriteLine(JsonConvert.SerializeXNode(xml));

        foreach (var bad in new[] { "{\"a\":", "[1,]x", "{\"number\":\"x\"}", "nul", "{\"a\":1,\"a\":2" })
        {
            try
            {
                JsonConvert.DeserializeObject<Order>(bad, settings);
                output.WriteLine("accepted");
            }
            catch (JsonException e)
            {
                output.WriteLine(e.GetType().Name + ": " + e.Message);
            }
        }

        using var reader = new JsonTextReader(new StringReader(text));
        var tokens = 0;
        var hash = 17;
        while (reader.Read())
        {
            tokens++;
            hash = unchecked((hash * 31) + (int)reader.TokenType + reader.LineNumber + reader.Path.Length);
        }

        output.WriteLine(tokens + " " + hash);
    }
}

public enum State
{
    New,
    Paid,
    Sent,
}

public class Order
{
    public int Number { get; set; }

    public string? Customer { get; set; }

    public State State { get; set; }

    public DateTime At { get; set; }

    public Guid? Id { get; set; }

    public List<Line> Lines { get; set; } = [];

    public Dictionary<string, object?> Extra { get; set; } = [];

    [JsonIgnore]
    public int Hidden { get; set; }

    public static Order Make(int n) => new()
    {
        Number = n,
        Customer = n % 7 == 0 ? null : "Customer \"" + n + "\" ünï",
        State = (State)(n % 3),
        At = new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddMinutes(n),
        Id = n % 2 == 0 ? null : new Guid(n, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10),
        Lines = [.. Enumerable.Range(0, n % 4).Select(i => i % 2 == 0 ? new Line { Price = n * 1.25m + i } : new Discount { Price = i, Percent = n / 3.0 })],
        Extra = new Dictionary<string, object?> { ["n"] = n, ["list"] = new[] { 1.5, 2.5 }, ["null"] = null },
    };
}

public class Line
{
    public decimal Price { get; set; }
}

public class Discount : Line
{
    public double Percent { get; set; }
}
