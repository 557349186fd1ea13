using HotWeave.Hosting.Tests.Harness;
using HotWeave.NewtonsoftJson.Contracts;
using Microsoft.CodeAnalysis;
using Newtonsoft.Json;
using Newtonsoft.Json.Serialization;
using Xunit;

namespace HotWeave.Hosting.Tests;

/// <summary>Properties that a release adds to types of the application: Newtonsoft.Json writes and reads them by settings with <c>AddHotWeave()</c>.</summary>
public sealed class NewtonsoftContractTests : SwapTest, IDisposable
{
    private const string Source = """
        using System;
        using System.Collections.Generic;
        using System.IO;
        using System.Runtime.Serialization;
        using System.Threading.Tasks;
        using Microsoft.AspNetCore.Builder;
        using Microsoft.AspNetCore.Http;
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.Extensions.DependencyInjection;
        using Microsoft.Extensions.Logging;
        using Newtonsoft.Json;
        using Newtonsoft.Json.Converters;
        using Newtonsoft.Json.Serialization;

        [assembly: HotWeave.Swappable]

        var builder = WebApplication.CreateBuilder(args);
        builder.Logging.ClearProviders();
        JsonConvert.DefaultSettings = () => new JsonSerializerSettings().AddHotWeave();
        WEB
        builder.Services.AddControllers().AddApplicationPart(typeof(Shop).Assembly).AddNewtonsoftJson(o => o.SerializerSettings.AddHotWeave());
        var app = builder.Build();
        app.MapControllers();
        Running.Place(app);
        app.Run();

        [ApiController]
        public class OrdersController : ControllerBase
        {
            private static readonly JsonSerializerSettings s_own = new JsonSerializerSettings
            {
                ContractResolver = new DefaultContractResolver { NamingStrategy = new SnakeCaseNamingStrategy() },
                NullValueHandling = NullValueHandling.Ignore,
            }.AddHotWeave();

            [HttpGet("/one")] public Order One() => Shop.One();
            [HttpGet("/all")] public Order[] All() => new[] { Shop.One() };
            [HttpGet("/big")] public Order Big() => Shop.Big();
            [HttpGet("/in")] public Parcel In() => new Parcel { Order = Shop.One(), Box = new Box<int> { Value = 1 } };
            [HttpGet("/plain")] public ContentResult Plain() => Content(JsonConvert.SerializeObject(Shop.One()), "application/json");
            [HttpGet("/own")] public ContentResult Own() => Content(JsonConvert.SerializeObject(Shop.One(), s_own), "application/json");
            [HttpGet("/slow")] public async Task<Order> Slow() { await Running.HoldAsync(); return Shop.One(); }
            [HttpPost("/echo")] public Order Echo([FromBody] Order order) => order;
            [HttpPost("/read")]
            public async Task<ContentResult> Read()
            {
                var text = await new StreamReader(Request.Body).ReadToEndAsync();
                return Content(JsonConvert.SerializeObject(JsonConvert.DeserializeObject<Order>(text, s_own), s_own), "application/json");
            }
            [HttpPost("/slow")]
            public async Task<ContentResult> ReadSlowly()
            {
                var text = await new StreamReader(Request.Body).ReadToEndAsync();
                await Running.HoldAsync();
                return Content(JsonConvert.SerializeObject(JsonConvert.DeserializeObject<Order>(text)), "application/json");
            }
        }

        public static class Shop
        {
            public static Order One() => new Order { Id = 1, Total = 2 };
            public static BigOrder Big() => new BigOrder { Id = 3, Total = 4, Weight = 5 };
        }

        public class Order
        {
            public int Id { get; set; }
            public decimal Total { get; set; }
        }

        public class BigOrder : Order
        {
            public int Weight { get; set; }
        }

        public class Parcel
        {
            public Order Order { get; set; }
            public Box<int> Box { get; set; }
        }

        public sealed class Box<T>
        {
            public T Value { get; set; }
        }

        """ + RunningProgram.Place;

    private static readonly string[] s_requests = ["/one", "/all", "/big", "/in", "/plain", "/own"];

    public static TheoryData<bool, string, string> Additions => new()
    {
        { true, "public decimal Total", "public string Note { get; set; } = \"n\"; public decimal Total" },
        { false, "public decimal Total", "public string Note { get; set; } = \"n\"; public decimal Total" },
        { true, "public decimal Total { get; set; }", "public decimal Total { get; set; } [JsonProperty(\"n\", Order = -5), JsonConverter(typeof(StringEnumConverter))] public DayOfWeek? FirstDay { get; set; } = DayOfWeek.Friday; [JsonIgnore] public int Hidden { get; set; } [JsonProperty(DefaultValueHandling = DefaultValueHandling.Ignore)] public int Zero { get; set; }" },
        { true, "public int Weight { get; set; }", "public int Weight { get; set; } public string None { get; set; } public int Twice => Weight * 2;" },
        { true, "public T Value", "public List<T> More { get; set; } = new() { default! }; public T Value" },
        { true, "public decimal Total { get; set; }", "public decimal Total { get; set; } public Line[] Lines { get; set; } = { new() }; } public class Line { public int Count { get; set; } = 9; public string FirstName => \"f\";" },
    };

    // The programs set it, and it is the process's.
    public void Dispose() => JsonConvert.DefaultSettings = null;

    [Theory]
    [MemberData(nameof(Additions))]
    public async Task Added_properties_are_written_as_a_fresh_start_writes_them_and_no_more_after_a_rollback(bool web, string before, string after)
    {
        var program = Make(web, before, after);
        Assert.DoesNotContain(program.Remarks, static d => d.Id is "HW3254" or "HW3335" or "HW3050");
        var expected = await AskFreshAsync(Source.Replace(before, after, StringComparison.Ordinal), web);
        var deployed = await AskFreshAsync(Source, web);
        Assert.NotEqual(deployed, expected);
        await using var site = await RunningProgram.StartAsync(program);
        for (var round = 0; round < 2; round++)
        {
            Assert.Equal(deployed, await site.AskAllAsync(s_requests));
            await site.ApplyAsync(program.Patch);
            Assert.Equal(expected, await site.AskAllAsync(s_requests));
            await HotSwap.RollbackAsync(VersionNumber.Baseline);
        }

        Assert.Equal(deployed, await site.AskAllAsync(s_requests));
    }

    [Theory]
    [InlineData("public string? Note { get; set; }", """{"id":1,"note":null,"total":2.0}""", """{"id":1,"total":2.0}""")]
    [InlineData("[JsonProperty(Required = Required.Always)] public string Note { get; set; }", "400", "500")]
    public async Task Added_properties_are_read(string added, string withoutInBody, string withoutByHand)
    {
        var program = Make(true, "public decimal Total", added + " public decimal Total");
        await using var site = await RunningProgram.StartAsync(program);
        const string Body = """{"id":1,"note":"x","total":2}""";
        for (var round = 0; round < 2; round++)
        {
            Assert.Equal("""{"id":1,"total":2.0} | {"id":1,"total":2.0}""", await PostAsync(Body));
            await site.ApplyAsync(program.Patch);
            Assert.Equal("""{"id":1,"note":"x","total":2.0} | {"id":1,"note":"x","total":2.0}""", await PostAsync(Body));
            Assert.Equal($"{withoutInBody} | {withoutByHand}", await PostAsync("""{"id":1,"total":2}"""));
            await HotSwap.RollbackAsync(VersionNumber.Baseline);
        }

        async Task<string> PostAsync(string body) =>
            $"{await site.AskAsync("POST /echo", body: body)} | {await site.AskAsync("POST /read", body: body)}";
    }

    [Fact]
    public async Task A_request_has_the_contract_of_its_own_version_also_where_the_other_one_requires_more()
    {
        var program = Make(true, "public decimal Total", "[JsonProperty(Required = Required.Always)] public string Note { get; set; } = \"n\"; public decimal Total");
        var options = new SwapOptions { Mode = SwapMode.UnitOfWork };
        await using var site = await RunningProgram.StartAsync(program);
        for (var round = 0; round < 2; round++)
        {
            var read = await site.HoldAsync("POST /slow", """{"Id":1,"Total":2}""");
            await site.ApplyAsync(program.Patch, options);
            Assert.Equal("400", await site.AskAsync("POST /echo", body: """{"id":1}"""));
            Assert.Equal("""{"id":1,"note":"n","total":2.0}""", await site.AskAsync("/one"));
            site.Release();
            Assert.Equal("""{"Id":1,"Total":2.0}""", await read);

            var written = await site.HoldAsync("/slow");
            await HotSwap.RollbackAsync(VersionNumber.Baseline, options);
            Assert.Equal("""{"id":1,"total":2.0}""", await site.AskAsync("/one"));
            site.Release();
            Assert.Equal("""{"id":1,"note":"n","total":2.0}""", await written);
            await Limit.UntilAsync(static () => ContractsOfProcess.Instance.Live.Versions.Count < 2);
        }
    }

    [Fact]
    public void HW3334_says_what_is_shown_and_HW3335_where_it_is_not()
    {
        const string Added = "public string Note { get; set; } = \"n\"; public decimal Total";
        string[] after = [Text(true, Source.Replace("public decimal Total", Added, StringComparison.Ordinal))];
        var said = WovenProgram.Compare("NewtonsoftSaid", [Text(true, Source)], after).Diagnostics;
        Assert.Contains(said, static d => d.Id == "HW3334");
        Assert.DoesNotContain(said, static d => d.Id is "HW3335" or "HW3354");
        const string Settings = "JsonConvert.DefaultSettings = () => new JsonSerializerSettings().AddHotWeave();";
        var without = WovenProgram.Compare(
            "NewtonsoftLeft",
            [Text(true, Source.Replace(Settings, "", StringComparison.Ordinal))],
            [after[0].Replace(Settings, "", StringComparison.Ordinal)]).Diagnostics;
        Assert.Equal("OrdersController.Plain()", without.First(static d => d.Id == "HW3335").Member);
    }

    [Theory]
    [InlineData("app.MapGet(\"/t\", () => Shop.One());", "Order.Note is new, and MapGet in Program.<Main>$(String[]) looks at the deployed type")]
    [InlineData("app.MapGet(\"/t\", () => System.Text.Json.JsonSerializer.Serialize(Shop.One(), typeof(Order)));", "Order.Note is new, and JsonSerializer.Serialize looks at the deployed type")]
    public void HW3254_names_what_System_Text_Json_writes_where_only_the_other_one_is_added(string map, string message)
    {
        var said = Compare(false, map, "public string Note { get; set; }");
        Assert.Contains(said, static d => d.Id == "HW3334");
        Assert.DoesNotContain(said, static d => d.Id is "HW3354" or "HW3355" or "HW3370");
        Assert.StartsWith(message, Assert.Single(said, static d => d.Id == "HW3254").Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, "[System.Text.Json.Serialization.JsonPropertyName(\"n\")]", "HW3050", "HW3354")]
    [InlineData(true, "[System.Text.Json.Serialization.JsonPropertyName(\"n\")]", "HW3354", "HW3050")]
    [InlineData(true, "[JsonProperty(\"n\")]", "HW3334", "HW3050")]
    public void Attributes_are_for_their_own_serialiser(bool web, string attribute, string said, string unsaid)
    {
        var diagnostics = Compare(web, "", attribute + " public string Note { get; set; }");
        Assert.Contains(diagnostics, d => d.Id == said);
        Assert.DoesNotContain(diagnostics, d => d.Id == unsaid);
    }

    [Theory]
    [InlineData(false, "app.MapGet(\"/t\", (object o) => System.Text.Json.JsonSerializer.Serialize(o, o.GetType()));", "System.Text.Json")]
    [InlineData(false, "app.MapGet(\"/t\", () => System.Text.Json.JsonSerializer.Serialize<object>(Shop.One()));", "System.Text.Json")]
    [InlineData(true, "app.MapGet(\"/t\", (object o) => System.Text.Json.JsonSerializer.Serialize(o, o.GetType()));", null)]
    public void HW3370_names_who_gives_the_other_one_what_is_not_to_be_seen(bool web, string map, string? serialiser)
    {
        var said = Compare(web, map, "public string Note { get; set; }").Where(static d => d.Id == "HW3370").Select(static d => d.Message);
        if (serialiser is null)
            Assert.Empty(said);
        else
            Assert.StartsWith($"Program.<Main>$(String[]) has {serialiser} work on values", Assert.Single(said), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("JsonConvert.SerializeObject(Shop.One())", "HW3254", "Order.Note is new, and JsonConvert.SerializeObject looks at the deployed type")]
    [InlineData("Newtonsoft.Json.Linq.JToken.FromObject(Shop.Big())", "HW3254", "Order.Note is new, and JToken.FromObject looks at the deployed type")]
    [InlineData("JsonConvert.SerializeObject((object)Running.Kept)", "HW3370", "OrdersController.Plain() has Newtonsoft.Json work on values")]
    public void Newtonsoft_Json_without_AddHotWeave_is_named_beside_the_other_one(string call, string id, string message)
    {
        var source = Source.Replace("JsonConvert.DefaultSettings = () => new JsonSerializerSettings().AddHotWeave();", "", StringComparison.Ordinal)
            .Replace(".AddNewtonsoftJson(o => o.SerializerSettings.AddHotWeave())", "", StringComparison.Ordinal)
            .Replace("}.AddHotWeave();", "};", StringComparison.Ordinal)
            .Replace("[HttpGet(\"/own\")] public ContentResult Own() => Content(JsonConvert.SerializeObject(Shop.One(), s_own), \"application/json\");", "", StringComparison.Ordinal)
            .Replace("JsonConvert.SerializeObject(JsonConvert.DeserializeObject<Order>(text, s_own), s_own)", "text", StringComparison.Ordinal)
            .Replace("JsonConvert.SerializeObject(JsonConvert.DeserializeObject<Order>(text))", "text", StringComparison.Ordinal)
            .Replace("JsonConvert.SerializeObject(Shop.One())", call.Replace("Running.Kept", "Request.HttpContext.Items[1]", StringComparison.Ordinal) + ".ToString()", StringComparison.Ordinal);
        var said = Compare(true, "", "public string Note { get; set; }", source);
        Assert.Contains(said, static d => d.Id == "HW3354");
        Assert.DoesNotContain(said, static d => d.Id == "HW3334");
        Assert.StartsWith(message, Assert.Single(said, d => d.Id == id).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Controllers_that_are_configured_without_it_are_named()
    {
        var source = Source.Replace("o => o.SerializerSettings.AddHotWeave()", "o => o.AllowInputFormatterExceptionMessages = true", StringComparison.Ordinal);
        var said = Compare(true, "", "public string Note { get; set; }", source);
        Assert.Contains(said, static d => d.Id == "HW3254" && d.Message.Contains("OrdersController.One", StringComparison.Ordinal));
        Assert.Contains(said, static d => d.Id == "HW3370" && d.Message.Contains("controllers", StringComparison.Ordinal));
    }

    private static IReadOnlyList<HotWeave.Weaver.Diagnostics.Diagnostic> Compare(bool web, string map, string added, string source = Source)
    {
        var before = Text(web, source.Replace("Running.Place(app);", map + " Running.Place(app);", StringComparison.Ordinal));
        return WovenProgram.Compare("NewtonsoftBeside", [before], [before.Replace("public decimal Total", added + " public decimal Total", StringComparison.Ordinal)]).Diagnostics;
    }

    [Fact]
    public void A_resolver_of_another_kind_is_refused_and_a_second_call_changes_nothing()
    {
        Assert.Throws<ArgumentException>(static () => new JsonSerializerSettings { ContractResolver = new NoResolver() }.AddHotWeave());
        var settings = new JsonSerializerSettings().AddHotWeave();
        var resolver = settings.ContractResolver;
        Assert.Same(resolver, settings.AddHotWeave().ContractResolver);
    }

    private static async Task<string> AskFreshAsync(string source, bool web)
    {
        var program = WovenProgram.Make(
            "NewtonsoftFresh", OutputKind.ConsoleApplication, [Text(web, source)], [Text(web, source.Replace("Id = 3", "Id = 33", StringComparison.Ordinal))]);
        await using var site = await RunningProgram.StartAsync(program);
        return await site.AskAllAsync(s_requests);
    }

    private static WovenProgram Make(bool web, string before, string after) => WovenProgram.Make(
        "Newtonsoft" + web, OutputKind.ConsoleApplication, [Text(web, Source)], [Text(web, Source.Replace(before, after, StringComparison.Ordinal))]);

    private static string Text(bool web, string source) =>
        source.Replace("WEB", web ? "builder.Services.AddHotWeave();" : "", StringComparison.Ordinal);

    private sealed class NoResolver : IContractResolver
    {
        public JsonContract ResolveContract(Type type) => throw new NotSupportedException();
    }
}
