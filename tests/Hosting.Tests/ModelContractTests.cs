using HotWeave.Hosting.Tests.Harness;
using Microsoft.CodeAnalysis;
using Xunit;

namespace HotWeave.Hosting.Tests;

/// <summary>Properties that a release adds to what actions take: controllers bind and validate them as after a fresh start, and no more once the release is taken back.</summary>
public sealed class ModelContractTests : SwapTest
{
    private const string Source = """
        using System;
        using System.Collections.Generic;
        using System.ComponentModel.DataAnnotations;
        using System.Linq;
        using System.Threading.Tasks;
        using Microsoft.AspNetCore.Builder;
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.Extensions.DependencyInjection;
        using Microsoft.Extensions.Logging;

        [assembly: HotWeave.Swappable]

        var builder = WebApplication.CreateBuilder(args);
        builder.Logging.ClearProviders();
        builder.Services.AddHotWeave();
        builder.Services.AddControllers().AddApplicationPart(typeof(Order).Assembly);
        var app = builder.Build();
        app.MapControllers();
        Running.Place(app);
        app.Run();

        [ApiController, Route("api")]
        public class OrdersController : ControllerBase
        {
            [HttpGet] public object Find([FromQuery] Filter filter) => Text.Write(filter);
            [HttpPost] public object Post(Order order) => Text.Write(order);
            [HttpPost("slow")] public async Task<object> Slow(Order order) { await Running.HoldAsync(); return ModelState.IsValid && TryValidateModel(order) ? Text.Write(order) : "invalid"; }
        }

        public static class Text
        {
            public static string Write(Filter filter) => "f" + filter.Page;
            public static string Write(Order order) => "o" + order.Id;
        }

        public class Paging
        {
            public int Page { get; set; }
        }

        public class Filter : Paging
        {
            public string? Name { get; set; }
        }

        public class Order
        {
            [Range(1, 9)] public int Id { get; set; }
        }

        """ + RunningProgram.Place;

    [Theory]
    [InlineData("[Range(1, 9)] public int Id { get; set; }", "[Range(1, 9)] public int Id { get; set; } [Required, StringLength(3)] public string? Code { get; set; }", "\"o\" + order.Id", "\"o\" + order.Id + order.Code", "f2 | 400 | o1abc | 400")]
    [InlineData("[Range(1, 9)] public int Id { get; set; }", "[Range(1, 9)] public int Id { get; set; } public string Code { get; set; } = null!;", "\"o\" + order.Id", "\"o\" + order.Id + order.Code", "f2 | 400 | o1abc | o1abcd")]
    [InlineData("public int Page { get; set; }", "public int Page { get; set; } public List<int> Sizes { get; set; } = new List<int>(); [Range(0, 3)] public int? More { get; set; }", "\"f\" + filter.Page", "\"f\" + filter.Page + string.Join(\"-\", filter.Sizes) + filter.More", "f28-93 | o1 | o1 | o1")]
    [InlineData("public string? Name { get; set; }", "public string? Name { get; set; } [Range(0, 2)] public int? More { get; set; }", "\"f\" + filter.Page", "\"f\" + filter.Page + filter.More", "400 | o1 | o1 | o1")]
    public async Task Added_properties_are_bound_and_validated_and_no_more_after_a_rollback(string before, string after, string body, string newBody, string expected)
    {
        var program = Make(before, after, body, newBody);
        Assert.DoesNotContain(program.Remarks, static d => d.Id != "HW3213");
        await using var site = await RunningProgram.StartAsync(program);
        async Task<string> AskAllAsync() => string.Join(" | ",
            await site.AskAsync("/api?page=2&more=3&sizes=8&sizes=9"),
            await site.AskAsync("POST /api", body: """{"id":1}"""),
            await site.AskAsync("POST /api", body: """{"id":1,"code":"abc"}"""),
            await site.AskAsync("POST /api", body: """{"id":1,"code":"abcd"}"""));
        for (var round = 0; round < 2; round++)
        {
            Assert.Equal("f2 | o1 | o1 | o1", await AskAllAsync());
            await site.ApplyAsync(program.Patch);
            Assert.Equal(expected, await AskAllAsync());
            await HotSwap.RollbackAsync(VersionNumber.Baseline);
        }

        Assert.Equal("f2 | o1 | o1 | o1", await AskAllAsync());
    }

    [Fact]
    public async Task A_request_is_judged_by_what_its_own_version_asks_for()
    {
        var program = Make("[Range(1, 9)] public int Id { get; set; }", "[Range(1, 9)] public int Id { get; set; } [Required] public string? Code { get; set; }", "\"o\" + order.Id", "\"o\" + order.Id + order.Code");
        var options = new SwapOptions { Mode = SwapMode.UnitOfWork };
        await using var site = await RunningProgram.StartAsync(program);
        var old = await site.HoldAsync("POST /api/slow", """{"id":1}""");
        await site.ApplyAsync(program.Patch, options);
        Assert.Equal("400", await site.AskAsync("POST /api", body: """{"id":1}"""));
        site.Release();
        Assert.Equal("o1", await old);
        var late = await site.HoldAsync("POST /api/slow", """{"id":1,"code":"x"}""");
        await HotSwap.RollbackAsync(VersionNumber.Baseline, options);
        Assert.Equal("o1", await site.AskAsync("POST /api", body: """{"id":1}"""));
        site.Release();
        Assert.Equal("o1x", await late);
    }

    [Theory]
    [InlineData("_ = Validator.TryValidateObject(new object(), new ValidationContext(new object()), null);")]
    [InlineData("builder.Services.AddSingleton<Microsoft.AspNetCore.Mvc.ModelBinding.IModelMetadataProvider, Microsoft.AspNetCore.Mvc.ModelBinding.Metadata.DefaultModelMetadataProvider>();")]
    public void Validation_that_would_not_see_them_has_them_refused(string other)
    {
        var source = Source.Replace("var app =", other + " var app =", StringComparison.Ordinal);
        var result = WovenProgram.Compare("Judged", [source], [source.Replace("[Range(1, 9)]", "[Required] public string? Code { get; set; } [Range(1, 9)]", StringComparison.Ordinal)]);
        Assert.Contains("Order.Code is new and marked [Required]", Assert.Single(result.Diagnostics, static d => d.Id == "HW3050").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_shown_is_said()
    {
        var result = WovenProgram.Compare("Bound", [Source], [Source.Replace("public int Page", "public int More { get; set; } public int Page", StringComparison.Ordinal)]);
        Assert.StartsWith("Paging.More is new, and model binding and validation of controllers see it in the running process (OrdersController.Find)", Assert.Single(result.Diagnostics, static d => d.Id == "HW3356").Message, StringComparison.Ordinal);
    }

    private static WovenProgram Make(string before, string after, string body, string newBody)
    {
        Assert.Contains(before, Source, StringComparison.Ordinal);
        return WovenProgram.Make("Models", OutputKind.ConsoleApplication, [Source], [Source.Replace(before, after, StringComparison.Ordinal).Replace(body, newBody, StringComparison.Ordinal)]);
    }
}
