using HotWeave.Hosting.Tests.Harness;
using Microsoft.CodeAnalysis;
using Xunit;

namespace HotWeave.Hosting.Tests;

/// <summary>Properties that a release adds to options: they are bound from configuration, in options that exist and in those that are made later.</summary>
public sealed class OptionContractTests : SwapTest
{
    private const string Source = """
        using System;
        using System.Collections.Generic;
        using Microsoft.AspNetCore.Builder;
        using Microsoft.Extensions.Configuration;
        using Microsoft.Extensions.DependencyInjection;
        using Microsoft.Extensions.Logging;
        using Microsoft.Extensions.Options;

        [assembly: HotWeave.Swappable]

        var builder = WebApplication.CreateBuilder(args);
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["mail:host"] = "h", ["mail:port"] = "25", ["mail:retry:count"] = "3", ["mail:retry:delay"] = "00:00:07", ["mail:tags:0"] = "a", ["mail:tags:1"] = "b", ["other:host"] = "o", ["other:port"] = "26",
        });
        builder.Services.AddHotWeave();
        builder.Services.Configure<Mail>(builder.Configuration.GetSection("mail"));
        builder.Services.AddOptions<Mail>("other").BindConfiguration("other").PostConfigure(Text.Finish);
        var app = builder.Build();
        app.MapGet("/options", (IOptions<Mail> mail) => Text.Write(mail.Value));
        app.MapGet("/monitor", (IOptionsMonitor<Mail> mail) => Text.Write(mail.CurrentValue));
        app.MapGet("/snapshot", (IOptionsSnapshot<Mail> mail) => Text.Write(mail.Value));
        app.MapGet("/named", (IOptionsMonitor<Mail> mail) => Text.Write(mail.Get("other")));
        app.MapGet("/reload", (IOptionsMonitor<Mail> mail, IConfiguration configuration) => { configuration["mail:port"] = "27"; ((IConfigurationRoot)configuration).Reload(); return Text.Write(mail.CurrentValue); });
        Running.Place(app);
        app.Run();

        public static class Text
        {
            public static string Write(Mail mail) => mail.Host + mail.Retry.Count;
            public static void Finish(Mail mail) { mail.Host += "!"; }
        }

        public class Mail
        {
            public string Host { get; set; } = "";
            public Retry Retry { get; set; } = new();
        }

        public class Retry
        {
            public int Count { get; set; } = 1;
        }

        """ + RunningProgram.Place;

    [Fact]
    public async Task Added_properties_are_bound_wherever_options_are_read()
    {
        var program = WovenProgram.Make("Options", OutputKind.ConsoleApplication, [Source], [Change()]);
        Assert.DoesNotContain(program.Remarks, static d => d.Id != "HW3213");
        await using var site = await RunningProgram.StartAsync(program);
        for (var round = 0; round < 2; round++)
        {
            Assert.Equal("h3 | h3 | h3 | o!1", await site.AskAllAsync("/options", "/monitor", "/snapshot", "/named"));
            await site.ApplyAsync(program.Patch);
            Assert.Equal(
                $"h3 25 7 a-b | h3 {(round == 0 ? 25 : 27)} 7 a-b | h3 {(round == 0 ? 25 : 27)} 7 a-b | o!1 26 0  | h3 27 7 a-b",
                await site.AskAllAsync("/options", "/monitor", "/snapshot", "/named", "/reload"));
            await HotSwap.RollbackAsync(VersionNumber.Baseline);
        }
    }

    [Fact]
    public void What_is_bound_is_said_and_what_is_not_is_named()
    {
        var result = WovenProgram.Compare("Bound", [Source], [Change()]);
        Assert.Equal(["Mail.Port", "Mail.Tags", "Retry.Delay"], result.Diagnostics.Where(static d => d.Id == "HW3357").Select(static d => d.Member!).Order(StringComparer.Ordinal));
        var listed = Source.Replace("public Retry Retry", "public List<Retry> More { get; set; } = new(); public Retry Retry", StringComparison.Ordinal);
        var inList = WovenProgram.Compare("Bound", [listed], [listed.Replace("public int Count", "public TimeSpan Delay { get; set; } public int Count", StringComparison.Ordinal)]);
        Assert.Contains("Retry.Delay is new, and OptionsConfigurationServiceCollectionExtensions.Configure looks at the deployed type", Assert.Single(inList.Diagnostics, static d => d.Id == "HW3254").Message, StringComparison.Ordinal);
    }

    private static string Change() => Source
        .Replace("public string Host", "public int Port { get; set; } public List<string> Tags { get; set; } = new List<string>(); public string Host", StringComparison.Ordinal)
        .Replace("public int Count", "public TimeSpan Delay { get; set; } public int Count", StringComparison.Ordinal)
        .Replace("mail.Host + mail.Retry.Count", "$\"{mail.Host}{mail.Retry.Count} {mail.Port} {mail.Retry.Delay.TotalSeconds} {string.Join(\"-\", mail.Tags)}\"", StringComparison.Ordinal);
}
