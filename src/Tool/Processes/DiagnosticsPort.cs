using System.Buffers.Binary;
using System.ComponentModel;
using System.Net.Sockets;
using System.Text;
using HotWeave.Tool.Diagnostics;
using HotWeave.Tool.Files;

namespace HotWeave.Tool.Processes;

/// <summary>What a .NET process says about itself on its diagnostics port.</summary>
/// <param name="RuntimeVersion">The runtime's version, such as <c>10.0.1</c>, possibly with a suffix; empty before .NET 6.</param>
/// <param name="EntryAssembly">The simple name of the entry assembly; empty before .NET 6.</param>
internal sealed record DotNetIdentity(string RuntimeVersion, string EntryAssembly);

/// <summary>
/// A process's diagnostics port: a socket in its temporary folder, on which any .NET process listens unless told not to.
/// </summary>
internal static class DiagnosticsPort
{
    private const int CookieLength = 8 + 16;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(3);

    /// <summary>The port's socket; null when the process has none, or the system keeps ports elsewhere.</summary>
    public static string? Find(ProcessFacts process)
    {
        var folder = process.Here(process.TempFolder);
        var path = Path.Combine(folder, $"dotnet-diagnostic-{process.InnerId}-{process.StartKey}-socket");
        if (IsOf(process, path))
            return path;

        // A container may see another start time than we do. Few processes share its folder, and a socket that nobody serves shows as such.
        return process.Root.Length > 0 && Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, $"dotnet-diagnostic-{process.InnerId}-*-socket").Order(StringComparer.Ordinal).FirstOrDefault(p => IsOf(process, p))
            : null;
    }

    /// <summary>Asks who is there; null when nobody answers in time. Nothing runs in the process for that.</summary>
    /// <param name="path">The port's socket.</param>
    /// <param name="process">The process that must serve it.</param>
    /// <exception cref="RefusedException">HW7042: somebody else does.</exception>
    public static DotNetIdentity? Ask(string path, ProcessFacts process)
    {
        try
        {
            var answer = DiagnosticsIpc.Send(path, process, DiagnosticsCommand.ProcessInfo2, [], s_patience);
            return answer.IsSuccess ? Read(answer.Payload) : new DotNetIdentity("", "");
        }
        catch (Exception e) when (e is IOException or SocketException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Has the runtime load a startup hook now, .NET 8 and later.</summary>
    /// <param name="path">The port's socket.</param>
    /// <param name="process">The process that must serve it.</param>
    /// <param name="hook">The hook's assembly, as the process sees it.</param>
    /// <param name="patience">How long to wait for the answer.</param>
    /// <exception cref="RefusedException">HW7042: somebody else serves the socket; nothing was sent.</exception>
    /// <exception cref="IOException">There is no answer, or not in time.</exception>
    /// <exception cref="SocketException">Nobody serves the socket.</exception>
    public static DiagnosticsAnswer LoadHook(string path, ProcessFacts process, string hook, TimeSpan patience)
    {
        var payload = new byte[SizeOfString(hook)];
        WriteString(hook, payload);
        return DiagnosticsIpc.Send(path, process, DiagnosticsCommand.ApplyStartupHook, payload, patience);
    }

    /// <summary>Has the runtime attach a profiler now.</summary>
    /// <param name="path">The port's socket.</param>
    /// <param name="process">The process that must serve it.</param>
    /// <param name="id">The profiler's class.</param>
    /// <param name="library">Its library, as the process sees it.</param>
    /// <param name="patience">How long to wait for the answer.</param>
    /// <exception cref="RefusedException">HW7042: somebody else serves the socket; nothing was sent.</exception>
    /// <exception cref="IOException">There is no answer, or not in time.</exception>
    /// <exception cref="SocketException">Nobody serves the socket.</exception>
    public static DiagnosticsAnswer AttachProfiler(string path, ProcessFacts process, Guid id, string library, TimeSpan patience)
    {
        // milliseconds, class, path, length of what is handed to it
        const int ClassLength = 16;
        var payload = new byte[4 + ClassLength + SizeOfString(library) + 4];
        BinaryPrimitives.WriteInt32LittleEndian(payload, (int)patience.TotalMilliseconds);
        id.TryWriteBytes(payload.AsSpan(4));
        WriteString(library, payload.AsSpan(4 + ClassLength));
        return DiagnosticsIpc.Send(path, process, DiagnosticsCommand.AttachProfiler, payload, patience);
    }

    // u32 count of UTF-16 units with the final NUL, then the units
    private static int SizeOfString(string text) => 4 + ((text.Length + 1) * 2);

    private static void WriteString(string text, Span<byte> to)
    {
        BinaryPrimitives.WriteInt32LittleEndian(to, text.Length + 1);
        Encoding.Unicode.GetBytes(text, to[4..]);
    }

    // Others may make files of that name where all users write; who owns one made it.
    private static bool IsOf(ProcessFacts process, string path)
    {
        try
        {
            return File.Exists(path) && (!OperatingSystem.IsLinux() || process.UserId is null || FileFacts.Read(path).UserId == process.UserId);
        }
        catch (Win32Exception)
        {
            // The process ended just now.
            return false;
        }
    }

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
