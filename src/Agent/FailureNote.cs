using System.Runtime.CompilerServices;
using HotWeave.Control.Protocol;

namespace HotWeave.Control;

/// <summary>A file beside where the socket would be, in which an agent that cannot listen says why. Needs nothing but files.</summary>
internal static class FailureNote
{
    /// <summary>
    /// Writes the note, or gives it up: the folder may be gone, the disk full, the process out of descriptors or memory, and whoever calls this has nobody above that could be told.
    /// The tool notices the silence too.
    /// </summary>
    /// <returns>Whether it is written.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static bool TryWrite(Exception failure)
    {
        try
        {
            return ControlAddress.OfAgent(typeof(FailureNote).Assembly.Location) is { } address && TryWrite(failure, address.FailurePath(Environment.ProcessId));
        }
        catch (Exception)
        {
            return false;
        }
    }

    /// <summary>As above, to a path; for tests.</summary>
    internal static bool TryWrite(Exception failure, string path)
    {
        // The tool reads the note as soon as it is there, so it appears whole.
        var beside = path + ".new";
        try
        {
            File.WriteAllText(beside, failure.GetType().Name + ": " + failure.Message);
            File.Move(beside, path, overwrite: true);
            return true;
        }
        catch (Exception)
        {
            TryDelete(beside);
            return false;
        }
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What cannot be written cannot be removed either.
        }
    }
}
