using System.Diagnostics;

namespace HotWeave.Staging;

/// <summary>What a command printed, and how it ended.</summary>
/// <param name="CommandLine">The command as a person would type it.</param>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">Its standard output.</param>
/// <param name="Error">Its standard error.</param>
public sealed record CommandResult(string CommandLine, int ExitCode, string Output, string Error);

/// <summary>Runs other programs to their end.</summary>
public static class Command
{
    /// <summary>Names that a running build gives to its children, and that would bend a build they start.</summary>
    private static readonly string[] s_buildVariables = ["MSBuildSDKsPath", "MSBuildExtensionsPath", "MSBUILD_EXE_PATH", "MSBuildLoadMicrosoftTargetsReadOnly"];

    /// <summary>Runs <c>dotnet</c> in the given folder and waits for its end.</summary>
    /// <exception cref="StagingException">The command ended with another exit code than 0.</exception>
    public static async Task<CommandResult> DotnetAsync(string folder, IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        CommandResult result = await TryDotnetAsync(folder, arguments, cancellation).ConfigureAwait(false);
        return result.ExitCode == 0
            ? result
            : throw new StagingException($"`{result.CommandLine}` ended with exit code {result.ExitCode}:\n{result.Output}{result.Error}");
    }

    /// <summary>Runs <c>dotnet</c> in the given folder and waits for its end, whatever its exit code. Cancelled, it kills what it started.</summary>
    public static async Task<CommandResult> TryDotnetAsync(string folder, IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        using Process process = Start(folder, arguments);
        try
        {
            process.StandardInput.Close();
            Task<string> output = process.StandardOutput.ReadToEndAsync(cancellation);
            Task<string> error = process.StandardError.ReadToEndAsync(cancellation);
            await process.WaitForExitAsync(cancellation).ConfigureAwait(false);
            return new CommandResult(
                "dotnet " + string.Join(' ', arguments), process.ExitCode, await output.ConfigureAwait(false), await error.ConfigureAwait(false));
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>Starts <c>dotnet</c> with redirected streams.</summary>
    internal static Process Start(string folder, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        FreeOfBuild(start);
        return Process.Start(start) ?? throw new StagingException("dotnet could not be started.");
    }

    /// <summary>Takes away what a running build sets for its children, so that another one is not bent by it.</summary>
    internal static void FreeOfBuild(ProcessStartInfo start)
    {
        foreach (string name in s_buildVariables)
            start.Environment.Remove(name);
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1"; // a build leaves no process behind
    }
}
