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
    private readonly TemporaryFolder _folder = new();
    private readonly string _path;

    public ListenerTests() => _path = _folder.File("agent.sock");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void It_ends_when_nobody_came_for_a_while()
    {
        var listener = ControlListener.Start(Acceptor(), new Gateway(), TimeSpan.FromMilliseconds(1));

        Assert.True(SpinWait.SpinUntil(() => !listener.IsServing, s_long));
        Assert.False(File.Exists(_path));
    }

    [Fact]
    public void It_does_not_end_while_somebody_is_served()
    {
        var gateway = new Gateway();
        using var messages = new MessageStream(new NetworkStream(Connect(ControlListener.Start(Acceptor(), gateway, TimeSpan.FromMilliseconds(20)))));
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
        using var peer = Connect(ControlListener.Start(new UnixSocketAcceptor(_path, p => p.UserId == stranger), new Gateway(), s_long));

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
            new Gateway(),
            s_long));
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
        var listener = ControlListener.Start(Acceptor(), new Gateway(), s_long);
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
        using var messages = new MessageStream(new NetworkStream(Connect(ControlListener.Start(Acceptor(), new Gateway(), s_long))));
        messages.Write(new Hello(ControlProtocol.Version + 1));

        Assert.Equal(ControlProtocol.Version, Assert.IsType<Welcome>(messages.Read()).Protocol);
        Assert.Null(messages.Read());
    }

    [Fact]
    public void A_request_that_throws_is_answered()
    {
        using var messages = new MessageStream(new NetworkStream(Connect(ControlListener.Start(Acceptor(), new Gateway(), s_long))));
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

    private sealed class Gateway : IControlGateway
    {
        public string? Requester { get; private set; }

        public ManualResetEventSlim Entered { get; } = new();

        public ManualResetEventSlim Hold { get; } = new();

        public Welcome Welcome() => new(ControlProtocol.Version, Environment.ProcessId, ".NET", "1.0", "");

        public ControlMessage Handle(ControlMessage request, string requester)
        {
            if (request is RollbackRequest)
                throw new InvalidTimeZoneException("thrown");
            Entered.Set();
            Hold.Wait();
            Requester = requester;
            return new Refusal("HW0000", "held");
        }
    }
}
