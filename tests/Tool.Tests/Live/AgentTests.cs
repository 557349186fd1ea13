using System.Globalization;
using System.Net.Sockets;
using HotWeave.Control.Protocol;
using HotWeave.Tool.Control;
using HotWeave.Tool.Diagnostics;
using HotWeave.Tool.Processes;
using HotWeave.Tool.Tests.Harness;

namespace HotWeave.Tool.Tests.Live;

/// <summary>How the agent comes into a process, stays, and goes.</summary>
public sealed class AgentTests : IDisposable
{
    private readonly PublishedApp _app = PublishedApp.Woven();
    private readonly TemporaryFolder _temp = new();
    private readonly RunningApp _process;
    private readonly ProcessFacts _facts;

    public AgentTests()
    {
        _process = RunningApp.StartHost(_app.Folder, ("TMPDIR", _temp.Path));
        _facts = ProcessReader.Read(_process.Id)!;
    }

    public void Dispose()
    {
        _process.Dispose();
        _app.Dispose();
        _temp.Dispose();
    }

    [Fact]
    public void It_listens_where_only_the_user_can_enter_and_goes_with_the_process()
    {
        Status();
        var folder = ControlFolder.Open(_facts, AgentImage.Read());

        Assert.StartsWith(_temp.Path, folder.SocketPath, StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder.Here.Folder));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder.SocketPath));

        Assert.Equal(0, _process.End());
        Assert.False(File.Exists(folder.SocketPath));
    }

    [Fact]
    public void One_that_listens_is_used_again()
    {
        Status();
        var folder = ControlFolder.Open(_facts, AgentImage.Read());
        // Were it brought in again, its file would be put there again.
        File.Delete(folder.Here.AgentPath);

        Status();

        Assert.False(File.Exists(folder.Here.AgentPath));
    }

    [Fact]
    public void One_whose_socket_was_taken_away_listens_anew()
    {
        Status();
        var folder = ControlFolder.Open(_facts, AgentImage.Read());
        File.Delete(folder.SocketPath);

        Status();

        Assert.True(File.Exists(folder.SocketPath));
        Assert.Equal("hello you, number 1", _process.Ask("you"));
    }

    [Fact]
    public void Agents_of_two_tools_live_side_by_side()
    {
        // Two assemblies of one name cannot be loaded, and a startup hook that fails to load ends its process.
        Status();
        var other = AgentImage.Read("of another version"u8);
        Assert.NotEqual(AgentImage.Read().Id, other.Id);

        using (var connection = new AgentInjector(_facts, ControlFolder.Open(_facts, other)).Inject())
            Assert.Equal(_process.Id, connection.Agent.ProcessId);

        Status();
        Assert.Equal("hello you, number 1", _process.Ask("you"));
    }

    [Fact]
    public void One_that_cannot_listen_says_why_and_the_process_lives_on()
    {
        var folder = ControlFolder.Open(_facts, AgentImage.Read());
        Directory.CreateDirectory(folder.SocketPath);

        var run = ToolRun.Refused("HW7010", "status", "--pid", Pid);

        Assert.Contains(folder.SocketPath, run.Error, StringComparison.Ordinal);
        Assert.Equal("hello you, number 1", _process.Ask("you"));
        Directory.Delete(folder.SocketPath);
        Status();
    }

    [Fact]
    public void A_stranger_at_the_socket_is_told_nothing()
    {
        var folder = ControlFolder.Open(_facts, AgentImage.Read());
        using var stranger = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        stranger.Bind(new UnixDomainSocketEndPoint(folder.SocketPath));
        stranger.Listen();

        var run = ToolRun.Refused("HW7011", "status", "--pid", Pid);

        Assert.Contains($"process {Environment.ProcessId} ", run.Error, StringComparison.Ordinal);
        using var connection = stranger.Accept();
        Assert.Equal(0, connection.Receive(new byte[1]));
    }

    [Fact]
    public void A_damaged_agent_file_is_replaced_before_a_process_loads_it()
    {
        var folder = ControlFolder.Open(_facts, AgentImage.Read());
        folder.PlaceAgent();
        File.WriteAllText(folder.Here.AgentPath, "no assembly");

        Status();

        Assert.Equal("hello you, number 1", _process.Ask("you"));
    }

    [Fact]
    public void What_dead_processes_left_is_cleared()
    {
        var folder = ControlFolder.Open(_facts, AgentImage.Read());
        var dead = folder.Here.SocketPath(int.MaxValue);
        var note = folder.Here.FailurePath(int.MaxValue);
        File.WriteAllText(dead, "");
        File.WriteAllText(note, "");

        Status();

        Assert.False(File.Exists(dead));
        Assert.False(File.Exists(note));
    }

    [Fact]
    public void A_process_that_ends_during_a_request_leaves_the_outcome_open()
    {
        using var connection = LiveProcess.Connect(_process.Id);
        _process.Kill();

        var refused = Assert.Throws<RefusedException>(() => connection.Ask<ControlReport>(new StatusRequest()));

        Assert.Equal("HW7012", refused.Diagnostic.Id);
    }

    private string Pid => _process.Id.ToString(CultureInfo.InvariantCulture);

    private void Status() => ToolRun.Done("status", "--pid", Pid);
}
