using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace HotWeave.Fleet.Tests.Harness;

/// <summary>
/// The way from one instance to the store: connections pass through it, until a test slows it down, holds it up or cuts it.
/// </summary>
internal sealed class Link : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ending = new();
    private readonly ConcurrentDictionary<Socket, bool> _open = new();
    private readonly int _server;

    // Replaced whole: completed while bytes pass.
    private volatile TaskCompletionSource _passes = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile int _delay;

    /// <param name="server">The server's port on this machine.</param>
    public Link(int server)
    {
        _server = server;
        _passes.SetResult();
        _listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>What an instance takes for the store's address.</summary>
    public string Address => string.Create(CultureInfo.InvariantCulture, $"nats://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>Lets nothing pass, and tells nobody: connections stay, as where a cable was pulled.</summary>
    public void Stall()
    {
        if (_passes.Task.IsCompleted)
            _passes = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>Lets everything pass again.</summary>
    public void Heal()
    {
        _delay = 0;
        _passes.TrySetResult();
    }

    /// <summary>Breaks all connections that there are.</summary>
    public void Break()
    {
        foreach (var socket in _open.Keys)
            socket.Dispose();
    }

    /// <summary>Lets each piece pass after so long only, in both directions.</summary>
    public void Slow(TimeSpan delay) => _delay = (int)delay.TotalMilliseconds;

    public void Dispose()
    {
        _ending.Cancel();
        _listener.Dispose();
        _passes.TrySetResult();
        Break();
        _ending.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_ending.IsCancellationRequested)
        {
            try
            {
                var near = await _listener.AcceptSocketAsync();
                _ = ConnectAsync(near);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // It has ended.
                return;
            }
        }
    }

    private async Task ConnectAsync(Socket near)
    {
        var far = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        near.NoDelay = true;
        _open[near] = _open[far] = true;
        try
        {
            await far.ConnectAsync(IPAddress.Loopback, _server);
            await Task.WhenAny(PassAsync(near, far), PassAsync(far, near));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The server is away: the instance sees its connection end.
        }
        finally
        {
            foreach (var socket in (Socket[])[near, far])
            {
                _open.TryRemove(socket, out _);
                socket.Dispose();
            }
        }
    }

    private async Task PassAsync(Socket from, Socket to)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer) is var count and > 0)
            {
                if (_delay is var delay and > 0)
                    await Task.Delay(delay);
                await _passes.Task;
                await to.SendAsync(buffer.AsMemory(0, count));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // One end has gone, and so does the other.
        }
    }
}
