using HotWeave.Hosting.Tests.Harness;
using Microsoft.CodeAnalysis;
using Xunit;

namespace HotWeave.Hosting.Tests;

/// <summary>Whom properties that a release adds reach, and who is told where they reach nobody.</summary>
public sealed class JsonReachTests : SwapTest
{
    [Fact]
    public async Task The_applications_own_resolvers_and_modifiers_see_them_as_those_that_were_there()
    {
        const string Modified = """
            public static class More
            {
                private static readonly JsonSerializerOptions s_modified = new() { TypeInfoResolver = new System.Text.Json.Serialization.Metadata.DefaultJsonTypeInfoResolver { Modifiers = { Hide } } };
                private static readonly JsonSerializerOptions s_chain = new() { TypeInfoResolverChain = { new Wrapper() } };
                public static string Modified() => JsonSerializer.Serialize(Shop.One(), s_modified) + JsonSerializer.Serialize(Shop.One(), s_chain);
                public static string Late() => JsonSerializer.Serialize(Shop.One(), new JsonSerializerOptions { WriteIndented = false, MaxDepth = 7 });

                private static void Hide(System.Text.Json.Serialization.Metadata.JsonTypeInfo type)
                {
                    foreach (var property in type.Properties.Where(static p => p.AttributeProvider?.IsDefined(typeof(SecretAttribute), false) == true).ToList())
                        type.Properties.Remove(property);
                }
            }

            [AttributeUsage(AttributeTargets.Property)]
            public class SecretAttribute : Attribute;

            public class Wrapper : System.Text.Json.Serialization.Metadata.IJsonTypeInfoResolver
            {
                private readonly System.Text.Json.Serialization.Metadata.DefaultJsonTypeInfoResolver _inner = new();
                public System.Text.Json.Serialization.Metadata.JsonTypeInfo? GetTypeInfo(Type type, JsonSerializerOptions options) => _inner.GetTypeInfo(type, options);
            }

            public class Order
            """;
        var source = JsonContractTests.Source.Replace("public class Order\n", Modified + "\n", StringComparison.Ordinal).Replace("Running.Place(app);", "app.MapGet(\"/modified\", () => More.Modified()); app.MapGet(\"/late\", () => More.Late()); Running.Place(app);", StringComparison.Ordinal);
        var program = WovenProgram.Make("JsonOwn", OutputKind.ConsoleApplication, [source], [source.Replace("public decimal Total", "public int Seen => 5; [Secret] public int Pin => 6; public decimal Total", StringComparison.Ordinal)]);
        Assert.Equal("Wrapper..ctor()", Assert.Single(program.Remarks, static d => d.Id == "HW3355").Member);
        await using var site = await RunningProgram.StartAsync(program);
        const string Deployed = """{"Id":1,"Total":2}{"Id":1,"Total":2} | {"Id":1,"Total":2}""";
        Assert.Equal(Deployed, await site.AskAllAsync("/modified", "/late"));
        await site.ApplyAsync(program.Patch);
        Assert.Equal("""{"Id":1,"Seen":5,"Total":2}{"Id":1,"Seen":5,"Pin":6,"Total":2} | {"Id":1,"Seen":5,"Pin":6,"Total":2}""", await site.AskAllAsync("/modified", "/late"));
        await HotSwap.RollbackAsync(VersionNumber.Baseline);
        Assert.Equal(Deployed, await site.AskAllAsync("/modified", "/late"));
    }

    [Fact]
    public async Task Controllers_write_and_read_them()
    {
        const string Controller = """
            [Microsoft.AspNetCore.Mvc.ApiController, Microsoft.AspNetCore.Mvc.Route("mvc")]
            public class OrdersController : Microsoft.AspNetCore.Mvc.ControllerBase
            {
                [Microsoft.AspNetCore.Mvc.HttpGet] public Order Get() => Shop.One();
                [Microsoft.AspNetCore.Mvc.HttpPost] public Order Post(Order order) => order;
            }

            public class Order
            """;
        var source = JsonContractTests.Source.Replace("public class Order\n", Controller + "\n", StringComparison.Ordinal).Replace("var app =", "builder.Services.AddControllers().AddApplicationPart(typeof(Order).Assembly); var app =", StringComparison.Ordinal)
            .Replace("Running.Place(app);", "app.MapControllers(); Running.Place(app);", StringComparison.Ordinal);
        var program = WovenProgram.Make("JsonMvc", OutputKind.ConsoleApplication, [source], [source.Replace("public decimal Total", "public string Note { get; set; } = \"n\"; public decimal Total", StringComparison.Ordinal)]);
        Assert.Empty(program.Remarks);
        await using var site = await RunningProgram.StartAsync(program);
        async Task<string> AskAsync() => $"{await site.AskAsync("/mvc")} | {await site.AskAsync("POST /mvc", body: """{"id":3,"note":"x"}""")}";
        Assert.Equal("""{"id":1,"total":2} | {"id":3,"total":0}""", await AskAsync());
        await site.ApplyAsync(program.Patch);
        Assert.Equal("""{"id":1,"note":"n","total":2} | {"id":3,"note":"x","total":0}""", await AskAsync());
        await HotSwap.RollbackAsync(VersionNumber.Baseline);
        Assert.Equal("""{"id":1,"total":2} | {"id":3,"total":0}""", await AskAsync());
    }

    [Fact]
    public async Task A_process_that_started_on_a_version_has_its_contracts_where_it_starts_anew()
    {
        var program = JsonContractTests.Make("public decimal Total", "public int More { get; set; } = 7; public decimal Total");
        await using var site = await RunningProgram.StartAsync(program);
        await site.ApplyAsync(program.Patch);
        await using var later = await site.StartAgainAsync();
        Assert.Equal("""{"id":1,"more":7,"total":2}""", await later.AskAsync("/one"));
        await HotSwap.RollbackAsync(VersionNumber.Baseline);
        Assert.Equal("""{"id":1,"total":2} | {"id":1,"total":2}""", $"{await later.AskAsync("/one")} | {await site.AskAsync("/one")}");
    }

    [Fact]
    public async Task Without_an_application_that_takes_part_the_patch_is_refused_and_says_what_it_shows()
    {
        var program = JsonContractTests.Make("public decimal Total", "public int More { get; set; } = 7; public decimal Total");
        var assembly = program.Load();
        System.Runtime.CompilerServices.RuntimeHelpers.RunClassConstructor(assembly.GetType("Shop", throwOnError: true)!.TypeHandle);
        // Whatever application of this process has started.
        Frameworks.SwapParticipants.Remove(AspNetCore.Contracts.Json.JsonContracts.Instance);
        try
        {
            var refused = await Assert.ThrowsAsync<SwapException>(() => HotSwap.ApplyAsync(program.Patch, new SwapOptions { LoadContext = System.Runtime.Loader.AssemblyLoadContext.GetLoadContext(assembly) }));
            Assert.Equal("HW8010", refused.Code);
        }
        finally
        {
            if (AspNetCore.Contracts.Json.JsonContracts.Instance.HasJoined)
                Frameworks.SwapParticipants.Add(AspNetCore.Contracts.Json.JsonContracts.Instance);
        }
    }

    [Fact]
    public void What_is_shown_is_said_and_named_where_that_is_not_wanted()
    {
        var changed = JsonContractTests.Source.Replace("public decimal Total", "public int More { get; set; } = 7; public decimal Total", StringComparison.Ordinal);
        var shown = WovenProgram.Compare("JsonSaid", [JsonContractTests.Source], [changed]);
        Assert.StartsWith("Order.More is new, and System.Text.Json writes and reads it in the running process (MapGet in Program.<Main>$(String[]))", Assert.Single(shown.Diagnostics, static d => d.Id == "HW3354").Message, StringComparison.Ordinal);
        Assert.DoesNotContain(shown.Diagnostics, static d => d.Id is "HW3254" or "HW3203");
        var left = WovenProgram.Compare("JsonSaid", [JsonContractTests.Source], [changed], ["HW3354"]);
        Assert.Single(left.Diagnostics, static d => d.Id == "HW3254");
        Assert.DoesNotContain(left.Diagnostics, static d => d.Id == "HW3354");
    }
}
