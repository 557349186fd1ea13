using System.Diagnostics;

namespace HotWeave.Testing;

/// <summary>Builds projects for tests, with the SDK that runs them.</summary>
public static class ProjectBuild
{
    /// <summary>Builds a project into a folder.</summary>
    /// <param name="project">The project file.</param>
    /// <param name="outputFolder">Where its output goes; created if there is none. Use one folder per version.</param>
    /// <param name="properties">MSBuild properties, such as one that chooses between two versions of a source file.</param>
    /// <param name="cancellationToken">Kills the build.</param>
    /// <returns>The path of the built assembly.</returns>
    /// <exception cref="SwapTestException">The build failed; the message has its output.</exception>
    public static async Task<string> BuildAsync(
        string project, string outputFolder, IReadOnlyDictionary<string, string>? properties = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(project);
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        string[] arguments =
            ["build", Path.GetFullPath(project), "-c", "Release", "-o", Path.GetFullPath(outputFolder), "-nodeReuse:false", "-t:Build", "-getProperty:TargetPath", .. (properties ?? new Dictionary<string, string>()).Select(static p => $"-p:{p.Key}={p.Value}")];
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start) ?? throw new SwapTestException("dotnet could not be started.");
        try
        {
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            var output = await process.StandardOutput.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            return process.ExitCode == 0 ? output.Trim() : throw new SwapTestException($"{project} does not build.\n{output}{await errors.ConfigureAwait(false)}");
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
