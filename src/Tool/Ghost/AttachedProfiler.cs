using HotWeave.Tool.Files;
using HotWeave.Tool.Processes;

namespace HotWeave.Tool.Ghost;

/// <summary>Finds which profiler has the only place for one in a process.</summary>
internal static class AttachedProfiler
{
    private const string Runtime = "libcoreclr.so";

    // What the runtime calls in a profiler's library, and in no other that it loads from outside its own folder.
    private static ReadOnlySpan<byte> Entry => "DllGetClassObject"u8;

    /// <summary>Its library, as the process has mapped it; null where that does not say.</summary>
    public static string? Find(ProcessFacts process)
    {
        var own = Path.GetDirectoryName(process.MappedFiles.FirstOrDefault(static f => Path.GetFileName(f) == Runtime));
        return process.MappedFiles
            .Where(f => f.EndsWith(".so", StringComparison.Ordinal) && Path.GetDirectoryName(f) != own)
            .FirstOrDefault(f => CanBeEntered(process.Here(f)));
    }

    private static bool CanBeEntered(string file)
    {
        try
        {
            return RegularFile.IsOne(file) && File.ReadAllBytes(file).AsSpan().IndexOf(Entry) >= 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It is gone from where it was mapped, or is not ours to read: then it is another or nobody knows.
            return false;
        }
    }
}
