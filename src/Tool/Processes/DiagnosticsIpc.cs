using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using HotWeave.Control.Transport;
using HotWeave.Tool.Diagnostics;

namespace HotWeave.Tool.Processes;

/// <summary>
/// Speaks the .NET runtime's diagnostics IPC protocol with one socket, whose server must be the very process that is meant: another user may
/// have put a socket of a likely name beside it.
/// </summary>
internal static class DiagnosticsIpc
{
    private const int HeaderLength = 20;
    private const byte ServerCommands = 0xFF;
    private static readonly byte[] s_magic = Encoding.ASCII.GetBytes("DOTNET_IPC_V1\0");

    /// <summary>Sends one command, and takes the answer.</summary>
    /// <param name="path">The socket.</param>
    /// <param name="process">The process that must serve it.</param>
    /// <param name="command">The command.</param>
    /// <param name="payload">What it takes.</param>
    /// <param name="patience">How long to wait for the answer.</param>
    /// <exception cref="RefusedException">HW7042: somebody else serves the socket; nothing was sent.</exception>
    /// <exception cref="IOException">There is no answer, or not in time.</exception>
    /// <exception cref="SocketException">Nobody serves the socket.</exception>
    public static DiagnosticsAnswer Send(string path, ProcessFacts process, DiagnosticsCommand command, ReadOnlySpan<byte> payload, TimeSpan patience)
    {
        var timeout = (int)patience.TotalMilliseconds;
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { ReceiveTimeout = timeout, SendTimeout = timeout };
        socket.Connect(new UnixDomainSocketEndPoint(path));
        CheckPeer(socket, path, process);
        using var stream = new NetworkStream(socket);
        stream.Write(Request(command, payload));
        var header = new byte[HeaderLength];
        stream.ReadExactly(header);
        var answer = new byte[Math.Max(0, BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(14)) - HeaderLength)];
        stream.ReadExactly(answer);
        return new DiagnosticsAnswer(header[16] == ServerCommands && header[17] == 0, answer);
    }

    private static void CheckPeer(Socket socket, string path, ProcessFacts process)
    {
        var peer = PeerCredentials.Read(socket);
        if ((process.UserId is { } user && peer.UserId != user) || (peer.ProcessId != 0 && peer.ProcessId != process.Id))
            throw new RefusedException(UseDiagnostics.WrongPort.With(path, peer.ProcessId, peer.UserId, process.Id));
    }

    // magic, size of all, command set, command, reserved; then the payload
    private static byte[] Request(DiagnosticsCommand command, ReadOnlySpan<byte> payload)
    {
        var request = new byte[HeaderLength + payload.Length];
        s_magic.CopyTo(request, 0);
        BinaryPrimitives.WriteUInt16LittleEndian(request.AsSpan(14), checked((ushort)request.Length));
        request[16] = command.Set;
        request[17] = command.Number;
        payload.CopyTo(request.AsSpan(HeaderLength));
        return request;
    }
}

/// <summary>A command of the protocol.</summary>
/// <param name="Set">The set it is of.</param>
/// <param name="Number">Its number there.</param>
internal readonly record struct DiagnosticsCommand(byte Set, byte Number)
{
    /// <summary>Says who the process is.</summary>
    public static DiagnosticsCommand ProcessInfo2 => new(4, 4);

    /// <summary>Loads a startup hook.</summary>
    public static DiagnosticsCommand ApplyStartupHook => new(4, 7);

    /// <summary>Attaches a profiler.</summary>
    public static DiagnosticsCommand AttachProfiler => new(3, 1);
}

/// <summary>What a diagnostics port answered.</summary>
/// <param name="IsSuccess">Whether the command was done.</param>
/// <param name="Payload">What it gave, or the number of the error.</param>
internal sealed record DiagnosticsAnswer(bool IsSuccess, byte[] Payload)
{
    /// <summary>The payload's first number, which of a failure is its HRESULT; 0 where there is none.</summary>
    public uint Code => Payload.Length >= 4 ? BinaryPrimitives.ReadUInt32LittleEndian(Payload) : 0;
}
