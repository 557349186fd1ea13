using HotWeave.Benchmarks.Building;
using HotWeave.Benchmarks.Json;

namespace HotWeave.Survey.EveryBody;

/// <summary>
/// What is done with a library to see that it does the same before, with and after a patch; Newtonsoft.Json has one, other libraries are
/// only compiled.
/// </summary>
internal static class Workload
{
    private const string Name = "JsonWorkload";
    private const string Library = "Newtonsoft.Json.dll";
    private const int Orders = 100;

    /// <summary>Puts the workload of a library, if it has one, beside it.</summary>
    public static void PutBeside(string library)
    {
        if (Path.GetFileName(library) == Library)
            CaseCompiler.Compile(FilePath(Path.GetDirectoryName(library)!), CaseCompiler.Text(Name), [], [library]);
    }

    /// <summary>The workload in a folder of loaded assemblies; null where there is none.</summary>
    public static Func<byte[]>? Find(Variant variant, string folder)
    {
        if (!File.Exists(FilePath(folder)))
            return null;
        var run = variant.Method<Func<string, byte[]>>(Name + ".dll", Name, "Run");
        var document = Document.Orders(Orders);
        return () => run(document);
    }

    private static string FilePath(string folder) => Path.Combine(folder, Name + ".dll");
}
