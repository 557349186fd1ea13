using System.Diagnostics;
using HotWeave.Tool.Diagnostics;

namespace HotWeave.Tool.Developing;

/// <summary>One run of the SDK's command, with what it wrote.</summary>
/// <param name="ExitCode">How it ended.</param>
/// <param name="Lines">What it wrote to both streams, line by line.</param>
internal sealed record DotnetCommand(int ExitCode, IReadOnlyList<string> Lines)
{
    /// <summary>The host: of the SDK that runs this tool where it says so, else the one in the search path.</summary>
    public static string Host => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host ? host : "dotnet";

    /// <summary>Runs it to its end.</summary>
    /// <exception cref="RefusedException">HW7160: there is no SDK.</exception>
    public static DotnetCommand Run(params string[] arguments)
    {
        var start = new ProcessStartInfo(Host, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        // A warm build server is most of what makes a second build quick. Who has decided otherwise is left with that.
        start.Environment.TryAdd("DOTNET_CLI_USE_MSBUILD_SERVER", "1");
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["DOTNET_NOLOGO"] = "1";
        try
        {
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            return Read(process);
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new RefusedException(DevDiagnostics.NoSdk.With(Host, e.Message), e);
        }
    }

    private static DotnetCommand Read(Process process)
    {
        var lines = new List<string>();
        process.OutputDataReceived += AddLine;
        process.ErrorDataReceived += AddLine;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        process.WaitForExit();
        return new DotnetCommand(process.ExitCode, lines);

        void AddLine(object sender, DataReceivedEventArgs line)
        {
            if (line.Data is null)
                return;
            lock (lines)
                lines.Add(line.Data);
        }
    }
}
