using HotWeave.Hosting.Tests.Harness;
using Microsoft.CodeAnalysis;
using Xunit;

namespace HotWeave.Hosting.Tests;

/// <summary>Versions with other contracts, models, options, controllers and end points come and go under requests: each request is answered, by one version as a whole.</summary>
public sealed class ContractLoadTests : SwapTest
{
    private const string Source = """
        using System;
        using System.Collections.Generic;
        using System.ComponentModel.DataAnnotations;
        using Microsoft.AspNetCore.Builder;
        using Microsoft.AspNetCore.Http;
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.Extensions.Configuration;
        using Microsoft.Extensions.DependencyInjection;
        using Microsoft.Extensions.Logging;
        using Microsoft.Extensions.Options;

        [assembly: HotWeave.Swappable]

        var builder = WebApplication.CreateBuilder(args);
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["mail:host"] = "h", ["mail:port"] = "25" });
        builder.Services.AddHotWeave();
        builder.Services.Configure<Mail>(builder.Configuration.GetSection("mail"));
        builder.Services.AddControllers().AddApplicationPart(typeof(Order).Assembly);
        var app = builder.Build();
        app.MapControllers();
        app.MapPost("/minimal", (Order order) => new[] { order });
        app.MapGet("/mail", (IOptionsSnapshot<Mail> mail) => Text.Write(mail.Value));
        Running.Place(app);
        app.Run();

        public static class Text
        {
            public static string Write(Mail mail) => mail.Host;
        }

        public class Mail
        {
            public string Host { get; set; } = "";
        }

        public class Order
        {
            public int Id { get; set; }
        }

        [ApiController, Route("mvc")]
        public class OrdersController : ControllerBase
        {
            [HttpPost] public List<Order> Post(Order order) => new() { order };
        }

        """ + RunningProgram.Place;

    private static readonly Dictionary<string, string[]> s_answers = new()
    {
        ["POST /minimal"] = ["""[{"id":1}]""", """[{"id":1,"code":"c"}]"""],
        ["POST /mvc"] = ["""[{"id":1}]""", """[{"id":1,"code":"c"}]"""],
        ["/mail"] = ["h", "h25"],
        ["/added"] = ["404", "a"],
        ["/late"] = ["404", "l"],
    };

    [Fact]
    public async Task No_request_fails_and_none_mixes_versions()
    {
        var changed = Source.Replace("public int Id { get; set; }", "public int Id { get; set; } [Required] public string? Code { get; set; }", StringComparison.Ordinal)
            .Replace("public string Host", "public int Port { get; set; } public string Host", StringComparison.Ordinal).Replace("=> mail.Host;", "=> mail.Host + mail.Port;", StringComparison.Ordinal)
            .Replace("Running.Place(app);", "app.MapGet(\"/late\", () => \"l\"); Running.Place(app);", StringComparison.Ordinal);
        const string Added = "using Microsoft.AspNetCore.Mvc; [ApiController, Route(\"added\")] public class AddedController : ControllerBase { [HttpGet] public string Get() => \"a\"; }";
        var program = WovenProgram.Make("Load", OutputKind.ConsoleApplication, [Source], [changed, Added]);
        Assert.Empty(program.Remarks);
        await using var site = await RunningProgram.StartAsync(program);
        using var over = new CancellationTokenSource();
        var clients = s_answers.SelectMany(static a => new[] { a, a }).Select(a => Task.Run(() => AskUntilAsync(site, a.Key, a.Value, over.Token))).ToArray();
        for (var round = 0; round < 8; round++)
        {
            await site.ApplyAsync(program.Patch, new SwapOptions { Mode = SwapMode.UnitOfWork });
            Assert.All(await AskAllAsync(site), static a => Assert.Equal(a.Expected[1], a.Answer));
            await HotSwap.RollbackAsync(VersionNumber.Baseline, new SwapOptions { Mode = SwapMode.UnitOfWork });
            Assert.All(await AskAllAsync(site), static a => Assert.Equal(a.Expected[0], a.Answer));
        }

        await over.CancelAsync();
        foreach (var asked in await Task.WhenAll(clients))
            Assert.True(asked > 0);
    }

    private static async Task<int> AskUntilAsync(RunningProgram site, string request, string[] expected, CancellationToken over)
    {
        var asked = 0;
        for (; !over.IsCancellationRequested || asked == 0; asked++)
            Assert.Contains(await AskAsync(site, request), expected);
        return asked;
    }

    private static async Task<List<(string[] Expected, string Answer)>> AskAllAsync(RunningProgram site)
    {
        var answers = new List<(string[], string)>();
        foreach (var (request, expected) in s_answers)
            answers.Add((expected, await AskAsync(site, request)));
        return answers;
    }

    private static Task<string> AskAsync(RunningProgram site, string request) =>
        site.AskAsync(request, body: request.StartsWith("POST", StringComparison.Ordinal) ? """{"id":1,"code":"c"}""" : null);
}
