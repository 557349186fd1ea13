using System.Diagnostics;
using System.Globalization;
using HotWeave.Tool.Tests.Harness;

namespace HotWeave.Tool.Tests.Live;

/// <summary>Processes with mounts and process ids of their own, as services with a private temporary folder and containers have them.</summary>
public sealed class NamespaceTests : IDisposable
{
    private readonly PublishedApp _app = PublishedApp.Woven();

    private string Private => Path.Combine(_app.Beside, "private");

    public void Dispose() => _app.Dispose();

    [NamespaceFact]
    public void A_process_with_a_temporary_folder_that_only_it_sees_takes_a_patch()
    {
        using var process = Start("mount -t tmpfs tmpfs private && TMPDIR=$PWD/private exec dotnet app/GreetingHost.dll", "-m");

        Swaps(process, process.Id);
        Assert.Empty(Directory.GetFileSystemEntries(Private));
    }

    [NamespaceFact]
    public void A_process_with_process_ids_of_its_own_takes_a_patch()
    {
        using var process = Start(
            "mount -t tmpfs tmpfs private && TMPDIR=$PWD/private exec dotnet app/GreetingHost.dll", "-m", "-p", "-f", "--mount-proc", "--kill-child");

        Swaps(process, ChildOf(process.Id));
        Assert.Empty(Directory.GetFileSystemEntries(Private));
    }

    // The link leads to one folder in there and to another one out here.
    [NamespaceFact]
    public void A_link_is_followed_where_the_process_is_and_not_where_the_tool_is()
    {
        Directory.CreateDirectory(Path.Combine(Private, "real"));
        Directory.CreateSymbolicLink(Path.Combine(_app.Beside, "link"), Path.Combine(Private, "real"));
        using var process = Start("mount -t tmpfs tmpfs private && mkdir private/real && TMPDIR=$PWD/link exec dotnet app/GreetingHost.dll", "-m");

        Swaps(process, process.Id);
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(Private, "real")));
    }

    [NamespaceFact]
    public void A_relative_temporary_folder_is_the_processs_own()
    {
        using var process = Start("TMPDIR=private exec dotnet app/GreetingHost.dll", "-m");

        Swaps(process, process.Id);
        Assert.Single(Directory.GetDirectories(Private, "hotweave-*"));
    }

    private void Swaps(RunningApp process, int id)
    {
        var pid = id.ToString(CultureInfo.InvariantCulture);
        ToolRun.Done("apply", _app.MakePatch(), "--pid", pid);
        Assert.Equal("good day you, number 1", process.Ask("you"));
        ToolRun.Done("rollback", "--pid", pid);
        Assert.Equal("hello you, number 2", process.Ask("you"));
    }

    private RunningApp Start(string command, params string[] apart)
    {
        Directory.CreateDirectory(Private);
        return RunningApp.Start("unshare", [.. apart, "sh", "-c", $"cd '{_app.Beside}' && {command}"], []);
    }

    private static int ChildOf(int process) => int.Parse(
        File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/task/{process}/children")).Trim(), CultureInfo.InvariantCulture);

    /// <summary>For who may make namespaces and mount in them.</summary>
    private sealed class NamespaceFactAttribute : FactAttribute
    {
        private static readonly Lazy<bool> s_isAllowed = new(static () =>
        {
            try
            {
                using var attempt = Process.Start(
                    new ProcessStartInfo("unshare", ["-m", "-p", "-f", "--mount-proc", "sh", "-c", "mount -t tmpfs tmpfs /mnt"])
                    {
                        RedirectStandardError = true,
                    })!;
                attempt.WaitForExit();
                return attempt.ExitCode == 0;
            }
            catch (System.ComponentModel.Win32Exception)
            {
                return false;
            }
        });

        public NamespaceFactAttribute()
        {
            if (!s_isAllowed.Value)
                Skip = "This user may not make namespaces.";
        }
    }
}
