extern alias tool;

using System.Text.Json;

namespace HotWeave.Fleet.Tests.Harness;

/// <summary>The tool, as an operator of one fleet uses it.</summary>
internal sealed class FleetTool(string store)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(4);

    /// <summary>The tool as a program.</summary>
    public static string Program { get; } = Path.Combine(
        [
            AppContext.BaseDirectory, "..", "..", "..", "..", "..", "src", "Tool", "bin",
            AppContext.BaseDirectory.TrimEnd('/').Split('/')[^2], "net8.0", "HotWeave.Tool.dll",
        ]);

    /// <summary>Runs <c>hotweave fleet</c>.</summary>
    /// <returns>The exit code and the JSON.</returns>
    public (int ExitCode, JsonElement Document) Run(params string[] arguments)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = tool::HotWeave.Tool.Program.Run(["fleet", .. arguments, "--app", Fleets.Application, "--store", store, "--format", "json"], output, error);
        Assert.True(output.ToString().Length > 0, error.ToString());
        return (code, JsonDocument.Parse(output.ToString()).RootElement);
    }

    /// <summary>Runs another command of the tool, that has to be done.</summary>
    public static void RunLocally(params string[] arguments)
    {
        var error = new StringWriter();
        Assert.True(tool::HotWeave.Tool.Program.Run(arguments, TextWriter.Null, error) == 0, error.ToString());
    }

    /// <summary>Asks another command of the tool.</summary>
    public static JsonElement AskLocally(params string[] arguments)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        Assert.True(tool::HotWeave.Tool.Program.Run([.. arguments, "--format", "json"], output, error) == 0, output + error.ToString());
        return JsonDocument.Parse(output.ToString()).RootElement;
    }

    /// <summary>Publishes a patch.</summary>
    /// <returns>Its digest.</returns>
    public string Publish(string patch)
    {
        var (code, document) = Run("publish", patch);
        Assert.Equal(0, code);
        return document.GetProperty("digest").GetString()!;
    }

    /// <summary>Waits until the fleet is so.</summary>
    public async Task UntilAsync(Func<JsonElement, bool> condition)
    {
        using var patience = new CancellationTokenSource(s_patience);
        JsonElement status;
        do
        {
            status = Run("status").Document;
            Assert.False(patience.IsCancellationRequested, status.ToString());
            await Task.Delay(20);
        }
        while (!condition(status));
    }

    /// <summary>Waits until so many instances run a patch, or null the deployed build, and no other runs anything else.</summary>
    public Task UntilAllRunAsync(string? digest, int instances) => UntilAsync(status =>
        status.GetProperty("instances").EnumerateArray().Where(static i => i.GetProperty("verdict").GetString() != "left").ToList() is var live
        && live.Count == instances && live.TrueForAll(i => i.GetProperty("runs").GetString() == digest));
}
