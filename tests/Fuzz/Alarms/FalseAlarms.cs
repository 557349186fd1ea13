using System.Diagnostics;
using HotWeave.Weaver.Reading;
using HotWeave.Weaver.Reading.Bounds;

namespace HotWeave.Fuzz.Alarms;

/// <summary>Looks at published assemblies and symbols, in none of which anything leads out of its place.</summary>
internal static class FalseAlarms
{
    /// <summary>Those that are refused, and why.</summary>
    /// <param name="folders">Where to look, folders in them included.</param>
    /// <param name="files">How many were looked at.</param>
    public static IReadOnlyList<string> Find(IEnumerable<string> folders, out int files)
    {
        var found = new List<string>();
        files = 0;
        var options = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true };
        foreach (var file in folders.SelectMany(f => Directory.EnumerateFiles(f, "*", options)).Where(static f => Path.GetExtension(f) is ".dll" or ".exe" or ".pdb").Order(StringComparer.Ordinal))
        {
            if (!Look(file, out var problem))
                continue;
            files++;
            if (problem is not null)
                found.Add($"{file}: {problem}");
        }

        return found;
    }

    /// <summary>Prints them, and how long it took.</summary>
    public static bool Print(IEnumerable<string> folders)
    {
        var watch = Stopwatch.StartNew();
        var found = Find(folders, out var files);
        foreach (var line in found)
            Console.WriteLine(line);
        Console.WriteLine($"{files} files in {watch.ElapsedMilliseconds} ms, {found.Count} refused");
        return found.Count == 0;
    }

    // Native libraries are called .dll too, and symbols of old .pdb.
    private static bool Look(string file, out string? problem)
    {
        problem = null;
        var bytes = InputFile.ReadAllBytes(file);
        var isSymbols = bytes.AsSpan().StartsWith("BSJB"u8);
        if (bytes.Length == 0 || (!isSymbols && PortableExecutableHeaders.Classify(bytes) is ImageKind.NotExecutable or ImageKind.Native))
            return false;
        try
        {
            if (isSymbols)
                SymbolBounds.Check(bytes);
            else
                ImageBounds.Check(bytes);
        }
        catch (BadImageFormatException e)
        {
            problem = e.InnerException is null ? e.Message : e.ToString();
        }

        return true;
    }
}
