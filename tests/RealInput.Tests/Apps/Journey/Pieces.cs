using System.Collections;
using System.Globalization;
using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Converters;
using Newtonsoft.Json.Linq;
using Newtonsoft.Json.Serialization;

namespace HotWeave.Journey;

/// <summary>Pieces of work with Newtonsoft.Json, each with a result that depends on nothing but the library's version.</summary>
internal static class Pieces
{
    private const string Catalogue = """
        {"store":{"book":[{"title":"A","price":8.95,"isbn":"x-1"},{"title":"B","price":12.99},{"title":"Cé","price":22,"tags":["new","it's"]}],
         "bicycle":{"color":"red","price":19.95}},"when":"2021-03-04T05:06:07.89+02:00","n":null,"big":123456789012345678901234567890,"deep":{"a":{"b":{"c":[1,[2,[3]]]}}}}
        """;

    /// <summary>All, by name.</summary>
    public static IReadOnlyDictionary<string, Func<string>> All { get; } = new SortedDictionary<string, Func<string>>(StringComparer.Ordinal)
    {
        ["paths"] = Paths,
        ["accessor"] = static () => new JsonSerializerSettings().MaxDepth?.ToString(CultureInfo.InvariantCulture) ?? "any depth",
        ["deep"] = Deep,
        ["zeros"] = Zeros,
        ["dates"] = Dates,
        ["comments"] = Comments,
        ["clones"] = Clones,
        ["merge"] = Merge,
        ["writers"] = Writers,
        ["names"] = Names,
        ["objects"] = Objects,
        ["dynamic"] = Dynamic,
        ["errors"] = Errors,
        ["async"] = Async,
        ["numbers"] = Numbers,
        ["xml"] = Xml,
    };

    // JSONPath over text without a schema.
    private static string Paths()
    {
        var tree = JObject.Parse(Catalogue);
        string[] paths =
        [
            "$.store.book[*].title", "$..price", "$.store.book[?(@.price < 10)].title", "$.store.book[?(@.isbn)].isbn", "$.store.book[-1:].title", "$.store.book[0,1].price",
            "$.store.book[?(@.title =~ /^[ac]/i)].title", "$.store.book[?(@.price > 10 && @.price < 20)].title", "$.store.book[?(@.tags[?(@ == 'new')])].title", "$..book[1:3].title",
            "$.store['bicycle','book'][0].title", "$.deep..c", "$..*", "$.store.book[?($.store.bicycle.price > @.price)].title", "$.store.book[?(@.title == 'A' || @.price === 22)].title",
        ];
        var output = new StringBuilder();
        foreach (var path in paths)
            output.Append(path).Append(" = ").AppendJoin("|", tree.SelectTokens(path).Select(static t => t.Path + ":" + t.ToString(Formatting.None))).AppendLine();
        foreach (var path in new[] { "$.store[", "$.store.book[?(@.a =~ /x]", "$.store.book[9]", "$.nothing.there" })
            output.AppendLine(Caught(() => tree.SelectToken(path, errorWhenNoMatch: true)?.ToString() ?? "null"));
        return output.ToString();
    }

    private static string Deep()
    {
        var output = new StringBuilder();
        foreach (var depth in new[] { 10, 64, 65, 100 })
        {
            var text = string.Concat(Enumerable.Repeat("[", depth)) + string.Concat(Enumerable.Repeat("]", depth));
            output.AppendLine(depth + " " + Caught(() => JToken.Parse(text).ToString(Formatting.None).Length.ToString(CultureInfo.InvariantCulture)));
            output.AppendLine(depth + " " + Caught(() => JsonConvert.DeserializeObject(text)!.ToString()!.Length.ToString(CultureInfo.InvariantCulture)));
        }

        return output.ToString();
    }

    private static string Zeros()
    {
        var output = new StringBuilder();
        foreach (var handling in new[] { FloatParseHandling.Double, FloatParseHandling.Decimal })
        {
            var settings = new JsonSerializerSettings { FloatParseHandling = handling };
            var tree = JsonConvert.DeserializeObject<JToken>("[0, 0.0, -0.0, 0.00, 1.0, 1.50, -1, 100000, true, false]", settings)!;
            output.AppendLine(tree.ToString(Formatting.None));
            using var writer = new JTokenWriter();
            using (var reader = tree.CreateReader())
                writer.WriteToken(reader);
            writer.Flush();
            output.AppendLine(writer.Token!.ToString(Formatting.None));
            output.AppendLine(JsonConvert.SerializeObject(JsonConvert.DeserializeObject<List<object>>("[0.0, -0.0, 0.00, 7]", settings)));
        }

        return output + JsonConvert.SerializeObject(new object[] { 0.0, -0.0, 0m, 0.00m, 1f, -0f });
    }

    private static string Dates()
    {
        var output = new StringBuilder();
        var unix = new UnixDateTimeConverter();
        foreach (var text in new[] { "0", "1600000000", "-1", "\"1600000000\"", "\"x\"", "1.5" })
            output.AppendLine(Caught(() => JsonConvert.DeserializeObject<DateTime>(text, unix).ToString("O", CultureInfo.InvariantCulture)));
        foreach (var when in new[] { new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc), new DateTime(1950, 1, 1, 0, 0, 0, DateTimeKind.Utc) })
        {
            output.AppendLine(Caught(() => JsonConvert.SerializeObject(when, unix)));
            foreach (var format in new[] { DateFormatHandling.IsoDateFormat, DateFormatHandling.MicrosoftDateFormat })
            {
                var settings = new JsonSerializerSettings { DateFormatHandling = format, DateTimeZoneHandling = DateTimeZoneHandling.Utc };
                var text = JsonConvert.SerializeObject(new { when, offset = new DateTimeOffset(when, TimeSpan.Zero) }, settings);
                output.AppendLine(text).AppendLine(JToken.Parse(text).ToString(Formatting.None));
            }
        }

        using var reader = new JsonTextReader(new StringReader(Catalogue)) { DateParseHandling = DateParseHandling.DateTimeOffset };
        return output + JToken.Load(reader)["when"]!.ToString(Formatting.None);
    }

    private static string Comments()
    {
        var output = new StringWriter(CultureInfo.InvariantCulture);
        using var writer = new JsonTextWriter(output) { Formatting = Formatting.Indented };
        writer.WriteStartObject();
        writer.WriteComment("plain");
        writer.WritePropertyName("a", escape: true);
        writer.WriteComment("ends */ early");
        writer.WriteRawValue("[1,/*in*/2]");
        writer.WriteEnd();
        writer.Flush();
        var load = new JsonLoadSettings { CommentHandling = CommentHandling.Load, LineInfoHandling = LineInfoHandling.Load, DuplicatePropertyNameHandling = DuplicatePropertyNameHandling.Ignore };
        var tree = JObject.Parse("{/*x*/a:1,a:2,/*y*/b:[/*z*/]/*e*/}", load);
        return output + Environment.NewLine + tree + ((IJsonLineInfo)tree["b"]!).LinePosition
            + Caught(() => JObject.Parse("{a:1,a:2}", new JsonLoadSettings { DuplicatePropertyNameHandling = DuplicatePropertyNameHandling.Error }).ToString());
    }

    private static string Clones()
    {
        var tree = JObject.Parse(Catalogue);
        tree.AddAnnotation("kept?");
        tree["store"]!.AddAnnotation(new Version(1, 2));
        var clone = (JObject)tree.DeepClone();
        clone["store"]!["book"]![0]!.Remove();
        clone.Add("raw", new JRaw("[ 1 ]"));
        clone.Add("ctor", new JConstructor("Date", 1, 2));
        var again = new JObject(clone);
        return string.Join(
            " ", JToken.DeepEquals(tree, clone), JToken.DeepEquals(clone, again), clone.Annotation<string>() ?? "none", clone["store"]!.Annotation<Version>()?.ToString() ?? "none",
            new JTokenEqualityComparer().Equals(clone, again), again.ToString(Formatting.None).Length, string.Join(",", again.Descendants().Count(), again.Ancestors().Count()));
    }

    private static string Merge()
    {
        var output = new StringBuilder();
        foreach (var arrays in Enum.GetValues<MergeArrayHandling>())
        {
            var tree = JObject.Parse("{a:[1,{b:2}],c:{d:null,E:1},f:[[1]]}");
            tree.Merge(JObject.Parse("{a:[1,{g:3},4],c:{d:{h:1},e:2},f:null,i:[]}"), new JsonMergeSettings { MergeArrayHandling = arrays, PropertyNameComparison = StringComparison.OrdinalIgnoreCase });
            output.AppendLine(tree.ToString(Formatting.None));
        }

        var array = new JArray(1, 2, 3) { 4 };
        array.Insert(0, new JObject(new JProperty("x", new JArray())));
        array.Add(array.DeepClone());
        array[1]!.Replace("one");
        array.First!.AddAfterSelf(JValue.CreateUndefined());
        ((IList)array).Remove(array[2]);
        var twice = new JObject { ["p"] = 1 };
        output.AppendLine(array.ToString(Formatting.None)).AppendLine(Caught(() => { twice.Add("p", 2); return "added"; }));
        output.AppendLine(Caught(() => { array.Add(new JProperty("no", 1)); return "added"; }));
        return output + string.Join(",", twice.Properties().Select(static p => p.Name)) + array.Path + array.Last!.Path;
    }

    private static string Writers()
    {
        var output = new StringBuilder();
        foreach (var escape in Enum.GetValues<StringEscapeHandling>())
        {
            var settings = new JsonSerializerSettings { StringEscapeHandling = escape, FloatFormatHandling = FloatFormatHandling.Symbol, Culture = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = "," } } };
            output.AppendLine(JsonConvert.SerializeObject(new object?[] { "a\"'<\u00e9\u2028\u0001😀", double.NaN, float.NegativeInfinity, 'c', 1.25m, null, new byte[] { 1, 2 }, Guid.Empty }, settings));
        }

        var tracing = new MemoryTraceWriter { LevelFilter = System.Diagnostics.TraceLevel.Verbose };
        JsonConvert.SerializeObject(new Uri("a/b", UriKind.Relative), new JsonSerializerSettings { TraceWriter = tracing });
        var shouting = new StringWriter(CultureInfo.InvariantCulture);
        using (var writer = new Shouting(shouting))
            JToken.Parse("{\"key\":[\"value\",1]}").WriteTo(writer, new StringEnumConverter());
        return output + shouting.ToString() + tracing.GetTraceMessages().Count();
    }

    private static string Names() => string.Join("|", new NamingStrategy[] { new CamelCaseNamingStrategy(), new SnakeCaseNamingStrategy(), new KebabCaseNamingStrategy(true, true), new DefaultNamingStrategy() }
        .Select(static s => JsonConvert.SerializeObject(new Dictionary<string, object> { ["KeyOne"] = Colour.DarkRed, ["URLPath2"] = new Named { SomeID = 3 } }, new JsonSerializerSettings
        {
            ContractResolver = new DefaultContractResolver { NamingStrategy = s },
            Converters = { new StringEnumConverter(s) },
        })));

    private static string Objects()
    {
        var settings = new JsonSerializerSettings
        {
            ContractResolver = new Reversing(),
            Converters = { new VersionConverter(), new KeyValuePairConverter(), new IsoDateTimeConverter { DateTimeFormat = "yyyy" } },
            PreserveReferencesHandling = PreserveReferencesHandling.All,
            ReferenceLoopHandling = ReferenceLoopHandling.Serialize,
            NullValueHandling = NullValueHandling.Ignore,
            ConstructorHandling = ConstructorHandling.AllowNonPublicDefaultConstructor,
            MissingMemberHandling = MissingMemberHandling.Error,
        };
        var node = new Node("root") { Children = { new Node("leaf") } };
        node.Children[0].Parent = node;
        var text = JsonConvert.SerializeObject(node, settings);
        var back = JsonConvert.DeserializeObject<Node>(text, settings)!;
        return text + ReferenceEquals(back, back.Children[0].Parent) + back.Children[0].Name
            + JsonConvert.SerializeObject(new Tuple<int, (string, Version)>(1, ("x", new Version(2, 3))), settings)
            + Caught(() => JsonConvert.DeserializeObject<Node>("{\"name\":\"a\",\"Other\":1}", settings)!.Name)
            + JsonConvert.SerializeObject(JsonConvert.DeserializeAnonymousType("{a:1,b:['x']}", new { a = 0, b = Array.Empty<string>() }))
            + JsonConvert.SerializeObject(JsonConvert.DeserializeObject<SortedList<string, HashSet<Colour>>>("{x:[1,'Blue']}"), new StringEnumConverter { AllowIntegerValues = false });
    }

    private static string Dynamic()
    {
        dynamic tree = JObject.Parse(Catalogue);
        tree.store.book[0].extra = new JArray(1, 2);
        tree.count = (int)tree.store.book.Count;
        var names = new List<string>();
        foreach (var property in tree.store)
            names.Add((string)property.Name);
        return $"{tree.store.book[0].extra[1] + 1} {tree.count} {(decimal)tree.store.bicycle.price * 2} {string.Join(",", names)} {(tree.missing == null)} {tree.n}";
    }

    private static string Errors()
    {
        var handled = new List<string>();
        var settings = new JsonSerializerSettings
        {
            Error = (_, e) =>
            {
                handled.Add(e.ErrorContext.Path + "=" + e.ErrorContext.Error.Message);
                e.ErrorContext.Handled = true;
            },
        };
        var list = JsonConvert.DeserializeObject<List<Named>>("[{\"SomeID\":1},{\"SomeID\":\"x\"},{\"SomeID\":[]},7]", settings);
        var output = new StringBuilder().Append(list?.Count ?? -1).AppendJoin("|", handled).AppendLine();
        foreach (var text in new[] { "{", "[1,,]", "{\"a\":tru}", "\"\\ud8\"", "nul", "{'a':1}x", "new Date(", "0x1G", "1e400", "" })
            output.AppendLine(Caught(() => JsonConvert.SerializeObject(JsonConvert.DeserializeObject(text, new JsonSerializerSettings { CheckAdditionalContent = true }))));
        output.AppendLine(Caught(() => ((int)JToken.Parse("'x'")).ToString(CultureInfo.InvariantCulture)));
        return output + Caught(() => new JArray(1).Value<JObject>()?.ToString() ?? "null");
    }

    private static string Async() => AsyncWork().GetAwaiter().GetResult();

    private static async System.Threading.Tasks.Task<string> AsyncWork()
    {
        using var reader = new JsonTextReader(new StringReader(Catalogue.Replace("null", "/*c*/null", StringComparison.Ordinal)));
        var tree = await JToken.ReadFromAsync(reader);
        var output = new StringWriter(CultureInfo.InvariantCulture);
        using var writer = new JsonTextWriter(output) { Formatting = Formatting.Indented, Indentation = 1 };
        await tree.WriteToAsync(writer);
        using var second = new JsonTextReader(new StringReader("{\"a\":[1.5,\"2\",true,\"AQI=\",\"2020-01-01\"]}"));
        var values = new List<object?>();
        await second.ReadAsync();
        await second.ReadAsync();
        await second.ReadAsync();
        values.Add(await second.ReadAsDecimalAsync());
        values.Add(await second.ReadAsInt32Async());
        values.Add(await second.ReadAsBooleanAsync());
        values.Add((await second.ReadAsBytesAsync())!.Length);
        values.Add((await second.ReadAsDateTimeAsync())!.Value.Year);
        return output + string.Join(",", values);
    }

    private static string Numbers()
    {
        var output = new StringBuilder();
        foreach (var text in new[] { "123456789012345678901234567890", "1E5", "-0", "0.1e-7", "9223372036854775808", "0x1F", "017", "1.0000000000000000000001", "NaN", "-Infinity" })
        {
            output.Append(text).Append(' ').Append(Caught(() => { var t = (JValue)JToken.Parse(text); return t.Type + " " + t.Value!.GetType().Name + " " + t.ToString(Formatting.None); }));
            output.Append(' ').AppendLine(Caught(() => JsonConvert.DeserializeObject<decimal>(text).ToString(CultureInfo.InvariantCulture)));
        }

        return output + string.Join(",", new JValue(1).CompareTo(new JValue(1.5)), new JValue("a").CompareTo(new JValue("b")), new JValue(2m).Equals(new JValue(2)), JToken.FromObject(3).ToObject<Colour>());
    }

    private static string Xml()
    {
        var node = JsonConvert.DeserializeXNode("{\"?xml\":{\"@version\":\"1.0\"},\"r\":{\"@a\":\"1\",\"i\":[\"x\",{\"#text\":\"y\",\"@b\":\"2\"}],\"#comment\":\"c\",\"n\":null}}", "", writeArrayAttribute: true)!;
        var document = new System.Xml.XmlDocument();
        document.LoadXml("<r xmlns:q='u'><q:e a='1'>t</q:e><e/><e>2</e><![CDATA[z]]></r>");
        return node.ToString(System.Xml.Linq.SaveOptions.DisableFormatting) + JsonConvert.SerializeXNode(node) + JsonConvert.SerializeXmlNode(document, Formatting.None, omitRootObject: true);
    }

    private static string Caught(Func<string> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidCastException or ArgumentException or OverflowException or System.Text.RegularExpressions.RegexMatchTimeoutException)
        {
            return e.GetType().Name + ": " + e.Message;
        }
    }
}
