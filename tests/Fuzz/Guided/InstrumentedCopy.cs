using SharpFuzz;

namespace HotWeave.Fuzz.Guided;

/// <summary>A copy of this program whose readers count the branches that they take.</summary>
internal static class InstrumentedCopy
{
    private static readonly string[] s_read = ["HotWeave.Weaver", "HotWeave.Runtime", "HotWeave.Tool", "Mono.Cecil"];

    /// <summary>Makes it.</summary>
    /// <param name="folder">Where; it is made.</param>
    /// <returns>The program.</returns>
    public static string Make(string folder)
    {
        Copy(AppContext.BaseDirectory, folder);
        foreach (var name in s_read)
        {
            var path = Path.Combine(folder, name + ".dll");
            Fuzzer.Instrument(path, static _ => true, Options.Value);
            // It is of another build now.
            File.Delete(Path.ChangeExtension(path, ".pdb"));
        }

        return Path.Combine(folder, Path.GetFileName(typeof(InstrumentedCopy).Assembly.Location));
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        foreach (var folder in Directory.EnumerateDirectories(from))
            Copy(folder, Path.Combine(to, Path.GetFileName(folder)));
    }
}
