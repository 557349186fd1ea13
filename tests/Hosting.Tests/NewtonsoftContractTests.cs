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
