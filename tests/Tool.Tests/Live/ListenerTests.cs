extern alias agent;

using System.Net.Sockets;
using agent::HotWeave.Control;
using agent::HotWeave.Control.Protocol;
using agent::HotWeave.Control.Transport;
using HotWeave.Tool.Tests.Harness;

namespace HotWeave.Tool.Tests.Live;

/// <summary>The agent's listener, alone.</summary>
public sealed class ListenerTests : IDisposable
{
    private static readonly TimeSpan s_long = TimeSpan.FromMinutes(5);
    private static readonly ListenerTimes s_times = new();
    private readonly TemporaryFolder _folder = new();
    private readonly string _path;

    public ListenerTests() => _path = _folder.File("agent.sock");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void It_ends_when_nobody_came_for_a_while()
    {
        var listener = ControlListener.Start(Acceptor(), new HeldGateway(), new ListenerTimes { Patience = TimeSpan.FromMilliseconds(1) });

        Assert.True(SpinWait.SpinUntil(() => !listener.IsServing, s_long));
        Assert.False(File.Exists(_path));
    }

    [Fact]
    public void It_does_not_end_while_somebody_is_served()
    {
        var gateway = new HeldGateway();
        using var messages = new MessageStream(new NetworkStream(Connect(ControlListener.Start(Acceptor(), gateway, new ListenerTimes { Patience = TimeSpan.FromMilliseconds(20) }))));
        messages.Write(new Hello(ControlProtocol.Version) { User = "alice" });
        Assert.IsType<Welcome>(messages.Read());

        messages.Write(new StatusRequest());
        gateway.Entered.Wait();
        Assert.True(File.Exists(_path));
        gateway.Hold.Set();

        Assert.Equal(new Refusal("HW0000", "held"), messages.Read());
        Assert.Equal($"alice, process {Environment.ProcessId}", gateway.Requester);
    }

    [Fact]
    public void A_peer_of_another_user_is_closed_unheard()
    {
        var stranger = PeerCredentials.OwnUserId + 1;
        using var peer = Connect(ControlListener.Start(new UnixSocketAcceptor(_path, p => p.UserId == stranger), new HeldGateway(), s_times));

        Assert.Equal(0, peer.Receive(new byte[1]));
    }

    [Fact]
    public void The_kernel_says_who_the_peer_is()
    {
        PeerCredentials? seen = null;
        using var peer = Connect(ControlListener.Start(
            new UnixSocketAcceptor(_path, p =>
            {
                seen = p;
                return false;
            }),
            new HeldGateway(),
            s_times));
        Assert.Equal(0, peer.Receive(new byte[1]));

        Assert.Equal(new PeerCredentials(PeerCredentials.OwnUserId, Environment.ProcessId), seen);
    }

    [Theory]
    [InlineData(new byte[] { 1, 2, 3 })]
    [InlineData(new byte[] { 0, 0, 0, 0 })]
    [InlineData(new byte[] { 255, 255, 255, 255 })]
    [InlineData(new byte[] { 255, 255, 255, 127, 1 })]
    [InlineData(new byte[] { 1, 0, 0, 0, 99 })]
    [InlineData(new byte[] { 1, 0, 0, 0, 3 })]
    [InlineData(new byte[] { 9, 0, 0, 0, 1, 1, 2, 3, 4, 1, 0, 0, 0 })]
    public void What_is_no_greeting_is_closed_and_the_next_is_served(byte[] bytes)
    {
        var listener = ControlListener.Start(Acceptor(), new HeldGateway(), s_times);
        using (var peer = Connect(listener))
        {
            peer.Send(bytes);
            peer.Shutdown(SocketShutdown.Send);
            Assert.True(IsClosed(peer));
        }

        using var messages = new MessageStream(new NetworkStream(Connect(listener)));
        messages.Write(new Hello(ControlProtocol.Version));
        Assert.IsType<Welcome>(messages.Read());
    }

    [Fact]
    public void Another_protocol_is_told_which_one_this_is()
    {
        using var messages = new MessageStream(new NetworkStream(Connect(ControlListener.Start(Acceptor(), new HeldGateway(), s_times))));
        messages.Write(new Hello(ControlProtocol.Version + 1));

        Assert.Equal(ControlProtocol.Version, Assert.IsType<Welcome>(messages.Read()).Protocol);
        Assert.Null(messages.Read());
    }

    [Fact]
    public void A_request_that_throws_is_answered()
    {
        using var messages = new MessageStream(new NetworkStream(Connect(ControlListener.Start(Acceptor(), new HeldGateway(), s_times))));
        messages.Write(new Hello(ControlProtocol.Version));
        messages.Read();
        messages.Write(new RollbackRequest(7, new TurnTerms("", 0, false)));

        Assert.Equal(new Refusal("HW9001", "InvalidTimeZoneException: thrown"), messages.Read());
    }

    [Fact]
    public void A_folder_that_is_a_link_is_refused()
    {
        var link = _folder.File("link");
        Directory.CreateSymbolicLink(link, _folder.Path);

        Assert.Throws<IOException>(() => new UnixSocketAcceptor(Path.Combine(link, "agent.sock"), static _ => true));
    }

    [Fact]
    public void Strangers_by_the_thousand_are_closed_one_after_the_other()
    {
        var strangers = Environment.GetEnvironmentVariable("HOTWEAVE_FULL_SIZE") == "1" ? 200_000 : 5_000;
        var open = OpenDescriptors();
        using var acceptor = new UnixSocketAcceptor(_path, static _ => false);
        // A stack on which a frame for each of them has no room.
        var accepting = new Thread(() => Record.Exception(() => acceptor.Accept(s_long)), 128 * 1024) { IsBackground = true };
        accepting.Start();
        for (var i = 0; i < strangers; i++)
        {
            using var peer = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            peer.Connect(new UnixDomainSocketEndPoint(_path));
            Assert.True(IsClosed(peer));
        }

        Assert.True(accepting.IsAlive);
        // Other tests run beside this one.
        Assert.True(OpenDescriptors() < open + 1_000);
    }

    private static int OpenDescriptors() => OperatingSystem.IsLinux() ? Directory.GetFiles("/proc/self/fd").Length : 0;

    [Fact]
    public void An_acceptor_that_throws_is_asked_again()
    {
        using var acceptor = new FailingAcceptor(Acceptor(), 3);
        using var messages = new MessageStream(new NetworkStream(Connect(ControlListener.Start(acceptor, new HeldGateway(), s_times with { Pause = TimeSpan.Zero }))));
        messages.Write(new Hello(ControlProtocol.Version));

        Assert.IsType<Welcome>(messages.Read());
        Assert.Equal(0, acceptor.Left);
    }

    [Fact]
    public void A_session_or_listener_that_fails_and_cannot_say_so_ends_nothing()
    {
        Assert.False(FailureNote.TryWrite(new IOException("why"), Path.Combine(_folder.Path, "gone", "note")));
        Assert.True(FailureNote.TryWrite(new IOException("why"), _folder.File("note")));
        Assert.Equal("IOException: why", File.ReadAllText(_folder.File("note")));
        Assert.Equal([_folder.File("note")], Directory.GetFiles(_folder.Path));

        var listener = ControlListener.Start(
            new FailingAcceptor(Acceptor(), int.MaxValue), new HeldGateway(), new ListenerTimes { Patience = TimeSpan.FromMilliseconds(1), Pause = TimeSpan.Zero });
        Assert.True(SpinWait.SpinUntil(() => !listener.IsServing, s_long));
    }

    [Fact]
    public void One_session_too_many_is_closed_and_there_is_room_when_one_has_ended()
    {
        var listener = ControlListener.Start(Acceptor(), new HeldGateway(), s_times);
        var sessions = new List<MessageStream>();
        for (var i = 0; i < ControlListener.MostSessions; i++)
        {
            sessions.Add(new MessageStream(new NetworkStream(Connect(listener), ownsSocket: true)));
            sessions[i].Write(new Hello(ControlProtocol.Version));
            Assert.IsType<Welcome>(sessions[i].Read());
        }

        using (var peer = Connect(listener))
            Assert.True(IsClosed(peer));
        sessions[0].Dispose();
        Assert.True(SpinWait.SpinUntil(() => IsServed(listener), s_long));
        sessions.ForEach(static s => s.Dispose());
    }

    [Fact]
    public void A_message_that_does_not_come_to_its_end_is_not_waited_for()
    {
        using var peer = Connect(ControlListener.Start(Acceptor(), new HeldGateway(), s_times with { Frame = TimeSpan.FromMilliseconds(50) }));
        peer.Send(new byte[] { 100, 0, 0, 0, 1 });

        Assert.True(IsClosed(peer));
    }

    [Fact]
    public void What_an_operator_began_is_cancelled_when_he_has_gone()
    {
        var gateway = new HeldGateway();
        using (var messages = new MessageStream(new NetworkStream(Connect(ControlListener.Start(Acceptor(), gateway, s_times)), ownsSocket: true)))
        {
            messages.Write(new Hello(ControlProtocol.Version));
            messages.Read();
            messages.Write(new PromoteRequest());
            Assert.True(gateway.Entered.Wait(s_long));
            Assert.False(gateway.Cancelled.IsSet);
        }

        Assert.True(gateway.Cancelled.Wait(s_long));
    }

    [Fact]
    public void A_share_that_is_no_number_is_everybody() =>
        Assert.Equal(1, TrialRequests.Options(new TrialTerms(double.NaN, 1000, double.NaN, double.NaN, 1, false))!.Share);

    private bool IsServed(ControlListener listener)
    {
        using var messages = new MessageStream(new NetworkStream(Connect(listener), ownsSocket: true));
        try
        {
            messages.Write(new Hello(ControlProtocol.Version));
            return messages.Read() is Welcome;
        }
        catch (IOException)
        {
            return false;
        }
    }

    // Closing with bytes unread shows as a reset.
    private static bool IsClosed(Socket peer)
    {
        try
        {
            return peer.Receive(new byte[1]) == 0;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode == SocketError.ConnectionReset;
        }
    }

    private UnixSocketAcceptor Acceptor() => new(_path, static p => p.UserId == PeerCredentials.OwnUserId);

    private Socket Connect(ControlListener listener)
    {
        Assert.True(listener.IsServing);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(_path));
        return socket;
    }
}
