using HotWeave.Hosting.Tests.Harness;
using Microsoft.CodeAnalysis;
using Xunit;

namespace HotWeave.Hosting.Tests;

/// <summary>Properties that a release adds to types of the application: System.Text.Json writes and reads them as after a fresh start, and as before once the release is taken back.</summary>
public sealed class JsonContractTests : SwapTest
{
    internal const string Source = """
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using System.Text.Json;
        using System.Text.Json.Serialization;
        using System.Threading.Tasks;
        using Microsoft.AspNetCore.Builder;
        using Microsoft.AspNetCore.Http;
        using Microsoft.Extensions.DependencyInjection;
        using Microsoft.Extensions.Logging;

        [assembly: HotWeave.Swappable]

        var builder = WebApplication.CreateBuilder(args);
        builder.Logging.ClearProviders();
        builder.Services.AddHotWeave();
        var app = builder.Build();
        app.MapGet("/one", () => Shop.One());
        app.MapGet("/all", () => new[] { Shop.One() });
        app.MapGet("/base", () => Shop.Any());
        app.MapGet("/derived", () => Shop.Big());
        app.MapGet("/box", () => new Box<int> { Value = 1 });
        app.MapGet("/plain", () => Shop.Plain());
        app.MapGet("/own", () => Shop.Own());
        app.MapGet("/slow", async () => { await Running.HoldAsync(); return Shop.One(); });
        app.MapPost("/echo", (Order order) => order);
        app.MapPost("/own", (HttpRequest request) => Shop.ReadAsync(request));
        app.MapPost("/slow", async (HttpContext context) => { await Running.HoldAsync(); return await context.Request.ReadFromJsonAsync<Order>(); });
        Running.Place(app);
        app.Run();

        public static class Shop
        {
            private static readonly JsonSerializerOptions s_own = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };
            public static Order One() => new Order { Id = 1, Total = 2 };
            public static Order Any() => Big();
            public static BigOrder Big() => new BigOrder { Id = 3, Total = 4, Weight = 5 };
            public static string Plain() => JsonSerializer.Serialize(One());
            public static string Own() => JsonSerializer.Serialize(One(), s_own);
            public static async Task<string> ReadAsync(HttpRequest request) => JsonSerializer.Serialize(await JsonSerializer.DeserializeAsync<Order>(request.Body, s_own), s_own);
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

        public class Box<T>
        {
            public T Value { get; set; } = default!;
        }

        """ + RunningProgram.Place;

    private static readonly string[] s_requests = ["/one", "/all", "/base", "/derived", "/box", "/plain", "/own"];

    private const string Deployed = """{"id":1,"total":2} | [{"id":1,"total":2}] | {"weight":5,"id":3,"total":4} | {"weight":5,"id":3,"total":4} | {"value":1} | {"Id":1,"Total":2} | {"id":1,"total":2}""";

    public static TheoryData<string, string, string> Additions => new()
    {
        {
            "public decimal Total", "public string Note { get; set; } = \"n\"; public decimal Total",
            """{"id":1,"note":"n","total":2} | [{"id":1,"note":"n","total":2}] | {"weight":5,"id":3,"note":"n","total":4} | {"weight":5,"id":3,"note":"n","total":4} | {"value":1} | {"Id":1,"Note":"n","Total":2} | {"id":1,"note":"n","total":2}"""
        },
        {
            "public decimal Total { get; set; }", "public decimal Total { get; set; } [JsonPropertyName(\"n\"), JsonConverter(typeof(JsonStringEnumConverter))] public DayOfWeek? FirstDay { get; init; } = DayOfWeek.Friday; [JsonIgnore] public int Hidden { get; set; } [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public int Zero { get; set; }",
            """{"id":1,"total":2,"n":"Friday"} | [{"id":1,"total":2,"n":"Friday"}] | {"weight":5,"id":3,"total":4,"n":"Friday"} | {"weight":5,"id":3,"total":4,"n":"Friday"} | {"value":1} | {"Id":1,"Total":2,"n":"Friday"} | {"id":1,"total":2,"n":"Friday"}"""
        },
        {
            "public int Weight { get; set; }", "public int Weight { get; set; } public string? None { get; set; } public int Twice => Weight * 2;",
            """{"id":1,"total":2} | [{"id":1,"total":2}] | {"weight":5,"none":null,"twice":10,"id":3,"total":4} | {"weight":5,"none":null,"twice":10,"id":3,"total":4} | {"value":1} | {"Id":1,"Total":2} | {"id":1,"total":2}"""
        },
        {
            "public T Value", "public List<T> More { get; set; } = new() { default! }; public T Value",
            """{"id":1,"total":2} | [{"id":1,"total":2}] | {"weight":5,"id":3,"total":4} | {"weight":5,"id":3,"total":4} | {"more":[0],"value":1} | {"Id":1,"Total":2} | {"id":1,"total":2}"""
        },
        {
            "public decimal Total { get; set; }", "public decimal Total { get; set; } public Line[] Lines { get; set; } = { new() }; } public class Line { public int Count { get; set; } = 9; public virtual string FirstName => \"f\";",
            """{"id":1,"total":2,"lines":[{"count":9,"firstName":"f"}]} | [{"id":1,"total":2,"lines":[{"count":9,"firstName":"f"}]}] | {"weight":5,"id":3,"total":4,"lines":[{"count":9,"firstName":"f"}]} | {"weight":5,"id":3,"total":4,"lines":[{"count":9,"firstName":"f"}]} | {"value":1} | {"Id":1,"Total":2,"Lines":[{"Count":9,"FirstName":"f"}]} | {"id":1,"total":2,"lines":[{"count":9,"first_name":"f"}]}"""
        },
    };

    [Theory]
    [MemberData(nameof(Additions))]
    public async Task Added_properties_are_written_wherever_their_type_occurs_and_no_more_after_a_rollback(string before, string after, string expected)
    {
        var program = Make(before, after);
        Assert.DoesNotContain(program.Remarks, static d => d.Id != "HW3213");
        await using var site = await RunningProgram.StartAsync(program);
        for (var round = 0; round < 2; round++)
        {
            Assert.Equal(Deployed, await site.AskAllAsync(s_requests));
            await site.ApplyAsync(program.Patch);
            Assert.Equal(expected, await site.AskAllAsync(s_requests));
            await HotSwap.RollbackAsync(VersionNumber.Baseline);
        }

        Assert.Equal(Deployed, await site.AskAllAsync(s_requests));
    }

    [Theory]
    [InlineData("public string? Note { get; set; }", """{"id":1,"total":2,"note":"x"} | {"id":1,"total":2,"note":"x"}""", """{"id":1,"total":2,"note":null} | {"id":1,"total":2}""")]
    [InlineData("public required string Note { get; init; }", """{"id":1,"total":2,"note":"x"} | {"id":1,"total":2,"note":"x"}""", "400 | 500")]
    [InlineData("[JsonRequired] public string? Note { get; set; }", """{"id":1,"total":2,"note":"x"} | {"id":1,"total":2,"note":"x"}""", "400 | 500")]
    [InlineData("[JsonInclude] public string? Note { get; private set; }", """{"id":1,"total":2,"note":"x"} | {"id":1,"total":2,"note":"x"}""", """{"id":1,"total":2,"note":null} | {"id":1,"total":2}""")]
    [InlineData("[JsonExtensionData] public Dictionary<string, JsonElement>? Rest { get; set; }", """{"id":1,"total":2,"note":"x"} | {"id":1,"total":2,"note":"x"}""", """{"id":1,"total":2} | {"id":1,"total":2}""")]
    public async Task Added_properties_are_read(string added, string expected, string withoutValue)
    {
        var program = Make("public decimal Total", added + " public decimal Total", "Id = 1", added.Contains("required", StringComparison.Ordinal) ? "Note = \"n\", Id = 1" : "Id = 1", "Id = 3", added.Contains("required", StringComparison.Ordinal) ? "Note = \"n\", Id = 3" : "Id = 3");
        Assert.DoesNotContain(program.Remarks, static d => d.Id != "HW3201"); // [RequiredMember] of the type
        await using var site = await RunningProgram.StartAsync(program);
        const string Deployed = """{"id":1,"total":2} | {"id":1,"total":2}""";
        async Task<string> PostAsync(string body) => Sort($"{await site.AskAsync("POST /echo", body: body)} | {await site.AskAsync("POST /own", body: body)}");
        for (var round = 0; round < 2; round++)
        {
            Assert.Equal(Deployed, await PostAsync("""{"id":1,"total":2,"note":"x"}"""));
            await site.ApplyAsync(program.Patch);
            Assert.Equal(Sort(expected), await PostAsync("""{"id":1,"total":2,"note":"x"}"""));
            Assert.Equal(Sort(withoutValue), await PostAsync("""{"id":1,"total":2}"""));
            await HotSwap.RollbackAsync(VersionNumber.Baseline);
        }

        Assert.Equal(Deployed, await PostAsync("""{"id":1,"total":2,"note":"x"}"""));

        static string Sort(string answers) => answers.Replace("\"note\":\"x\",\"total\":2", "\"total\":2,\"note\":\"x\"", StringComparison.Ordinal).Replace("\"note\":null,\"total\":2", "\"total\":2,\"note\":null", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_has_the_contract_of_its_own_version_also_where_the_other_one_requires_more()
    {
        var program = Make("public decimal Total", "public required string Note { get; set; } public decimal Total", "Id = 1", "Note = \"n\", Id = 1", "Id = 3", "Note = \"n\", Id = 3");
        var options = new SwapOptions { Mode = SwapMode.UnitOfWork };
        await using var site = await RunningProgram.StartAsync(program);
        for (var round = 0; round < 2; round++)
        {
            var read = await site.HoldAsync("POST /slow", """{"id":1,"total":2}""");
            await site.ApplyAsync(program.Patch, options);
            Assert.Equal("""400 | {"id":1,"note":"n","total":2}""", $"{await site.AskAsync("POST /echo", body: "{}")} | {await site.AskAsync("/one")}");
            Assert.Equal("""{"id":1,"note":"x","total":2}""", await site.AskAsync("POST /echo", body: """{"id":1,"total":2,"note":"x"}"""));
            site.Release();
            Assert.Equal("""{"id":1,"total":2}""", await read);

            var written = await site.HoldAsync("/slow");
            await HotSwap.RollbackAsync(VersionNumber.Baseline, options);
            Assert.Equal("""{"id":0,"total":0} | {"id":1,"total":2}""", $"{await site.AskAsync("POST /echo", body: "{}")} | {await site.AskAsync("/one")}");
            site.Release();
            Assert.Equal("""{"id":1,"note":"n","total":2}""", await written);
            await SettledAsync();
        }
    }

    [Fact]
    public async Task A_share_of_the_requests_has_the_contract_of_the_version_on_trial()
    {
        var program = Make("public decimal Total", "public int More { get; set; } = 7; public decimal Total");
        await using var site = await RunningProgram.StartAsync(program);
        await site.ApplyAsync(program.Patch, new SwapOptions { Mode = SwapMode.UnitOfWork, Probation = new ProbationOptions { Share = 0.5, Window = TimeSpan.FromMinutes(10) } });
        var answers = new HashSet<string>();
        for (var i = 0; i < 200; i++)
            answers.Add(await site.AskAsync("/one"));
        Assert.Equal(["""{"id":1,"more":7,"total":2}""", """{"id":1,"total":2}"""], answers.Order(StringComparer.Ordinal));
        await HotSwap.PromoteAsync();
        Assert.Equal("""{"id":1,"more":7,"total":2}""", await site.AskAsync("/one"));
        await HotSwap.RollbackAsync(VersionNumber.Baseline);
        Assert.Equal("""{"id":1,"total":2}""", await site.AskAsync("/one"));
    }

    [Fact]
    public async Task Versions_follow_each_other_with_properties_of_their_own()
    {
        string Write(string added) => Source.Replace("public decimal Total", added + " public decimal Total", StringComparison.Ordinal);
        var program = WovenProgram.Make("JsonVersions", OutputKind.ConsoleApplication, [Source], [Write("public int More { get; set; } = 7; public int Gone => 1;")], version3: [Write("public int More { get; set; } = 7; [JsonPropertyName(\"x\")] public string Extra => \"e\" + More;")]);
        await using var site = await RunningProgram.StartAsync(program);
        await site.ApplyAsync(program.Patch);
        Assert.Equal("""{"id":1,"more":7,"gone":1,"total":2}""", await site.AskAsync("/one"));
        var slow = await site.HoldAsync("/slow");
        await site.ApplyAsync(program.Next, new SwapOptions { Mode = SwapMode.UnitOfWork });
        Assert.Equal("""{"id":1,"more":7,"x":"e7","total":2}""", await site.AskAsync("/one"));
        site.Release();
        Assert.Equal("""{"id":1,"more":7,"gone":1,"total":2}""", await slow);
        await HotSwap.RollbackAsync();
        Assert.Equal("""{"id":1,"more":7,"gone":1,"total":2}""", await site.AskAsync("/one"));
        await HotSwap.RollbackAsync(VersionNumber.Baseline);
        Assert.Equal("""{"id":1,"total":2}""", await site.AskAsync("/one"));
    }

    [Fact]
    public async Task Contracts_do_not_keep_a_patchs_code()
    {
        var program = Make("public decimal Total", "public int More { get; set; } = 7; public decimal Total");
        await using var site = await RunningProgram.StartAsync(program);
        await site.ApplyAsync(program.Patch, new SwapOptions { Reclaimable = true });
        Assert.Equal("""{"id":1,"more":7,"total":2}""", await site.AskAsync("/one"));
        await HotSwap.RollbackAsync(VersionNumber.Baseline);
        await SettledAsync();
        Assert.Equal("""{"id":1,"total":2}""", await site.AskAsync("/one"));
        await Limit.UntilAsync(static () =>
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return HotSwap.GetStatus().Versions.All(static v => !v.Reclaimable || v.State == VersionState.Unloaded);
        });
    }

    private static Task SettledAsync() => Limit.UntilAsync(static () => AspNetCore.Contracts.Json.JsonContracts.Instance.Live.Versions.Count < 2);

    internal static WovenProgram Make(string before, string after, params string[] more)
    {
        var changed = Source;
        foreach (var pair in more.Prepend(after).Prepend(before).Chunk(2))
        {
            Assert.Contains(pair[0], changed, StringComparison.Ordinal);
            changed = changed.Replace(pair[0], pair[1], StringComparison.Ordinal);
        }

        return WovenProgram.Make("Json", OutputKind.ConsoleApplication, [Source], [changed]);
    }
}
