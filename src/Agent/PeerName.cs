using System.Globalization;
using System.Net.Sockets;
using HotWeave.Control.Protocol;
using HotWeave.Control.Transport;

namespace HotWeave.Control;

/// <summary>Who is at the other end, for the audit: the user as the tool says, the process as the kernel says.</summary>
internal static class PeerName
{
    public static string Describe(Stream connection, Hello hello)
    {
        var user = hello.User.Length > 0 ? hello.User : "somebody";
        return ProcessId(connection) is > 0 and var id ? user + ", process " + id.ToString(CultureInfo.InvariantCulture) : user;
    }

    // A process of another container has no id here.
    private static int ProcessId(Stream connection) =>
        connection is NetworkStream stream ? PeerCredentials.Read(stream.Socket).ProcessId : 0;
}
