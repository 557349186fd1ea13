using System.Diagnostics;
using HotWeave.Tool.Control;
using HotWeave.Tool.Diagnostics;
using HotWeave.Tool.Processes;
using HotWeave.Tool.Tests.Harness;

namespace HotWeave.Tool.Tests.Live;

/// <summary>The folder in which tool and agent meet, where somebody else may write beside it.</summary>
public sealed class ControlFolderTests : IDisposable
{
    private const UnixFileMode Everybody = (UnixFileMode)0x1FF;
    private const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const string Stranger = "65534";

    private readonly TemporaryFolder _temporary = new();
    private readonly ProcessFacts _process;

    public ControlFolderTests() => _process = ProcessReader.Read(Environment.ProcessId)! with { TempFolder = _temporary.Path };

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void A_folder_in_which_others_can_move_ours_away_is_refused()
    {
        File.SetUnixFileMode(_temporary.Path, Everybody);

        var refused = Assert.Throws<RefusedException>(() => ControlFolder.Open(_process, AgentImage.Read()));

        Assert.Equal("HW7009", refused.Diagnostic.Id);
        Assert.Empty(Directory.GetFileSystemEntries(_temporary.Path));
        File.SetUnixFileMode(_temporary.Path, Everybody | UnixFileMode.StickyBit);
        ControlFolder.Open(_process, AgentImage.Read());
    }

    [Fact]
    public void What_tools_left_that_were_killed_is_removed()
    {
        var folder = ControlFolder.Open(_process, AgentImage.Read());
        folder.PlaceAgent();
        var left = folder.Here.AgentPath + ".999999999";
        var written = folder.Here.AgentPath + "." + Environment.ProcessId;
        File.WriteAllText(left, "");
        File.WriteAllText(written, "");

        ControlFolder.Open(_process, AgentImage.Read());

        Assert.False(File.Exists(left));
        Assert.True(File.Exists(written) && File.Exists(folder.Here.AgentPath));
    }

    /// <summary>Only root can play another user.</summary>
    [Fact]
    public void Where_another_user_took_the_name_the_users_own_folder_is_used()
    {
        if (_process.UserId != 0)
            return;
        var taken = _temporary.File("hotweave-0");
        Directory.CreateDirectory(taken, Own);
        using (var change = Process.Start("chown", [Stranger, taken]))
            change.WaitForExit();
        Assert.Equal("HW7009", Assert.Throws<RefusedException>(() => ControlFolder.Open(_process, AgentImage.Read(), _temporary.File("none"))).Diagnostic.Id);
        var runtime = _temporary.File("run");
        Directory.CreateDirectory(Path.Combine(runtime, "0"), Own);

        var folder = ControlFolder.Open(_process, AgentImage.Read(), runtime);

        Assert.StartsWith(runtime, folder.SocketPath, StringComparison.Ordinal);
        // While its agent listens there, it is the place.
        File.WriteAllText(folder.SocketPath, "");
        Directory.Delete(taken);
        Assert.Equal(folder.SocketPath, ControlFolder.Open(_process, AgentImage.Read(), runtime).SocketPath);
    }

    [Fact]
    public void A_folder_of_another_user_around_it_is_refused()
    {
        if (_process.UserId != 0)
            return;
        using (var change = Process.Start("chown", [Stranger, _temporary.Path]))
            change.WaitForExit();

        Assert.Equal("HW7009", Assert.Throws<RefusedException>(() => ControlFolder.Open(_process, AgentImage.Read())).Diagnostic.Id);
    }
}
