using System.IO.Pipes;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace HotWeave.Control.Transport;

/// <summary>Whether somebody is still at the other end, without reading what he may have sent.</summary>
internal static class PeerPresence
{
    public static bool IsGone(Stream connection) => connection is NetworkStream stream ? IsGone(stream.Socket) : IsPipeGone(connection);

    // Readable and empty is the end of the stream.
    private static bool IsGone(Socket socket)
    {
        try
        {
            return socket.Poll(0, SelectMode.SelectRead) && socket.Available == 0;
        }
        catch (SocketException)
        {
            return true;
        }
    }

    // A trimmed application for Unix may have no pipes, which must be missed here and nowhere else.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool IsPipeGone(Stream connection) =>
        connection is NamedPipeServerStream pipe && !PeekNamedPipe(pipe.SafePipeHandle, 0, 0, 0, 0, 0);

    [DllImport("kernel32.dll", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool PeekNamedPipe(SafePipeHandle pipe, nint buffer, int size, nint read, nint available, nint left);
}
