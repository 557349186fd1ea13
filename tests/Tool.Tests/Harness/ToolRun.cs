using System.Text.Json;

namespace HotWeave.Tool.Tests.Harness;

/// <summary>One run of the tool, within the test process.</summary>
/// <param name="ExitCode">The exit code.</param>
/// <param name="Output">The standard output.</param>
/// <param name="Error">The standard error.</param>
internal sealed record ToolRun(int ExitCode, string Output, string Error)
{
    /// <summary>Runs a command line.</summary>
    public static ToolRun Of(params string[] arguments)
    {
        var output = new StringWriter();
        var error = new StringWriter();
        return new ToolRun(Program.Run(arguments, output, error), output.ToString(), error.ToString());
    }

    /// <summary>Runs a command line that must be done.</summary>
    public static ToolRun Done(params string[] arguments)
    {
        var run = Of(arguments);
        Assert.True(run.ExitCode == 0, run.ToString());
        return run;
    }

    /// <summary>Runs a command line that must be refused with an id.</summary>
    public static ToolRun Refused(string id, params string[] arguments)
    {
        var run = Of(arguments);
        Assert.True(run.ExitCode == 1 && run.Error.Contains("error " + id + ":", StringComparison.Ordinal), $"expected {id}: {run}");
        return run;
    }

    /// <summary>Runs a command line and reads its JSON.</summary>
    public static JsonElement Json(params string[] arguments) => JsonDocument.Parse(Of([.. arguments, "--format", "json"]).Output).RootElement;
}
