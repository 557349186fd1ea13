using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace HotWeave.Tool.Processes;

/// <summary>What a .NET process says about itself on its diagnostics port.</summary>
/// <param name="RuntimeVersion">The runtime's version, such as <c>10.0.1</c>, possibly with a suffix; empty before .NET 6.</param>
/// <param name="EntryAssembly">The simple name of the entry assembly; empty before .NET 6.</param>
internal sealed record DotNetIdentity(string RuntimeVersion, string EntryAssembly);

/// <summary>
/// A process's diagnostics port: a socket in its temporary folder, on which any .NET process listens unless told not to. Here it is only
/// asked who is there (command <c>ProcessInfo2</c> of the runtime's IPC protocol); nothing runs in the process for that.
/// </summary>
internal static class DiagnosticsPort
{
    private const int HeaderLength = 20;
    private const int Timeout = 3_000;
    private const int CookieLength = 8 + 16;
    private static readonly byte[] s_magic = Encoding.ASCII.GetBytes("DOTNET_IPC_V1\0");

    /// <summary>The port's socket; null when the process has none, or the system keeps ports elsewhere.</summary>
    public static string? Find(ProcessFacts process)
    {
        var folder = process.Here(process.TempFolder);
        var path = Path.Combine(folder, $"dotnet-diagnostic-{process.InnerId}-{process.StartKey}-socket");
        if (File.Exists(path))
            return path;

        // A container may see another start time than we do. Few processes share its folder, and a socket that nobody serves shows as such.
        return process.Root.Length > 0 && Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, $"dotnet-diagnostic-{process.InnerId}-*-socket").Order(StringComparer.Ordinal).FirstOrDefault()
            : null;
    }

    /// <summary>Asks who is there; null when nobody answers in time.</summary>
    /// <param name="path">The port's socket.</param>
    public static DotNetIdentity? Ask(string path)
    {
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { ReceiveTimeout = Timeout, SendTimeout = Timeout };
            socket.Connect(new UnixDomainSocketEndPoint(path));
            using var stream = new NetworkStream(socket);
            stream.Write(Request());
            var header = new byte[HeaderLength];
            stream.ReadExactly(header);
            var payload = new byte[Math.Max(0, BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(14)) - HeaderLength)];
            stream.ReadExactly(payload);
            return IsSuccess(header) ? Read(payload) : new DotNetIdentity("", "");
        }
        catch (Exception e) when (e is IOException or SocketException or ArgumentException)
        {
            return null;
        }
    }

    // magic, size of all, command set 4 (process), command 4 (ProcessInfo2), reserved
    private static byte[] Request() => [.. s_magic, HeaderLength, 0, 4, 4, 0, 0];

    private static bool IsSuccess(byte[] header) => header[16] == 0xFF && header[17] == 0x00;

    // process id, cookie, command line, operating system, architecture, entry assembly, runtime version
    private static DotNetIdentity Read(byte[] payload)
    {
        var at = CookieLength;
        for (var i = 0; i < 3; i++)
            ReadString(payload, ref at);
        var entry = ReadString(payload, ref at);
        return new DotNetIdentity(ReadString(payload, ref at), entry);
    }

    // u32 count of UTF-16 units with the final NUL, then the units
    private static string ReadString(byte[] payload, ref int at)
    {
        if (at + 4 > payload.Length)
            return "";
        var length = BinaryPrimitives.ReadUInt32LittleEndian(payload.AsSpan(at));
        at += 4;
        if (length == 0 || length > (payload.Length - at) / 2)
            return "";
        var text = Encoding.Unicode.GetString(payload, at, ((int)length - 1) * 2);
        at += (int)length * 2;
        return text;
    }
}
