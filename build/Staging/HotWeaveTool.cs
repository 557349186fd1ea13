using System.Globalization;
using System.Text.Json;

namespace HotWeave.Staging;

/// <summary>The command line tool <c>hotweave</c>, used as an operator uses it.</summary>
public sealed class HotWeaveTool(string folder, string assembly)
{
    /// <summary>Makes a patch of two builds.</summary>
    public Task<CommandResult> PatchAsync(string baseline, string newBuild, string patch, CancellationToken cancellation)
        => RunAsync(["patch", "--baseline", baseline, "--new", newBuild, "-o", patch], cancellation);

    /// <summary>Applies a patch to a live process.</summary>
    public Task<CommandResult> ApplyAsync(string patch, int processId, CancellationToken cancellation)
        => RunAsync(["apply", patch, "--pid", Text(processId)], cancellation);

    /// <summary>Takes a live process back to the version before its current one.</summary>
    public Task<CommandResult> RollbackAsync(int processId, CancellationToken cancellation)
        => RunAsync(["rollback", "--pid", Text(processId)], cancellation);

    /// <summary>The number of the version that is current in a live process.</summary>
    public async Task<int> CurrentVersionAsync(int processId, CancellationToken cancellation)
    {
        CommandResult status = await RunAsync(["status", "--pid", Text(processId), "--format", "json"], cancellation).ConfigureAwait(false);
        using JsonDocument document = JsonDocument.Parse(status.Output);
        return document.RootElement.GetProperty("current").GetInt32();
    }

    /// <summary>Runs any command of the tool.</summary>
    /// <exception cref="StagingException">The tool refused; the message has all it printed.</exception>
    public Task<CommandResult> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellation)
        => Command.DotnetAsync(folder, [assembly, .. arguments], cancellation);

    /// <summary>Runs any command of the tool, which may refuse.</summary>
    public Task<CommandResult> TryRunAsync(IReadOnlyList<string> arguments, CancellationToken cancellation)
        => Command.TryDotnetAsync(folder, [assembly, .. arguments], cancellation);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
