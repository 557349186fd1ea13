using System.Runtime.CompilerServices;
using HotWeave.Control.Protocol;

namespace HotWeave.Control;

/// <summary>A file beside where the socket would be, in which an agent that cannot listen says why. Needs nothing but files.</summary>
internal static class FailureNote
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Write(Exception failure)
    {
        if (ControlAddress.OfAgent(typeof(FailureNote).Assembly.Location) is not { } address)
            return;
        // The tool reads the note as soon as it is there, so it appears whole.
        var path = address.FailurePath(Environment.ProcessId);
        File.WriteAllText(path + ".new", failure.GetType().Name + ": " + failure.Message);
        File.Move(path + ".new", path, overwrite: true);
    }
}
