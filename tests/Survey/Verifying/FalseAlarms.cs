using HotWeave.Survey.Packages;
using HotWeave.Weaver.Reading;
using HotWeave.Weaver.Verification;

namespace HotWeave.Survey.Verifying;

/// <summary>Verifies assemblies as their makers published them, in which nothing should be found.</summary>
internal static class FalseAlarms
{
    // In older releases the F# compiler gives these methods their arguments in the wrong order. The JIT compiler takes them; nothing calls them.
    private static readonly Dictionary<string, string> s_known = new(StringComparer.Ordinal) { ["FSharp.Core"] = ".MergeSources$W<" };

    /// <summary>The shared frameworks' assemblies.</summary>
    public static IEnumerable<string> Frameworks() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Where(static f => !f.StartsWith(AppContext.BaseDirectory, StringComparison.Ordinal));

    /// <summary>The newest release of each library of the list that is downloaded, for the best framework.</summary>
    public static IEnumerable<string> Packages() =>
        from library in Libraries.All
        from release in library.Releases.Reverse().Where(r => PackageFolder.Has(library.Id, r)).Take(1)
        from framework in PackageFolder.Frameworks(library.Id, release).Take(1)
        select PackageFolder.Assembly(library.Id, release, framework);

    /// <summary>The assemblies for .NET in all packages on this machine, at most one for a name. Some packages have native libraries among them.</summary>
    public static IEnumerable<string> OnThisMachine() =>
        Directory.GetFiles(PackageFolder.Root, "*.dll", SearchOption.AllDirectories)
            .Where(static f => f.Contains("/lib/net", StringComparison.Ordinal) && !f.EndsWith(".resources.dll", StringComparison.Ordinal))
            .OrderByDescending(static f => f, StringComparer.Ordinal)
            .DistinctBy(static f => Path.GetFileName(f))
            .Where(static f => PortableExecutableHeaders.Classify(File.ReadAllBytes(f)) is ImageKind.ILOnly or ImageKind.ReadyToRun);

    /// <summary>Verifies assemblies and prints what was found; whether it was nothing.</summary>
    public static bool Print(IReadOnlyList<string> assemblies)
    {
        var findings = 0;
        foreach (var assembly in assemblies)
        {
            foreach (var finding in Find(assembly))
            {
                findings++;
                Console.WriteLine($"{assembly}: {finding}");
            }
        }

        Console.WriteLine($"{assemblies.Count} assemblies, {findings} findings");
        return findings == 0;
    }

    /// <summary>The findings in several assemblies, as text.</summary>
    public static IReadOnlyList<string> Describe(IEnumerable<string> assemblies) => [.. assemblies.SelectMany(static a => Find(a).Select(f => $"{a}: {f}"))];

    /// <summary>What is found in an assembly and is not known to be wrong.</summary>
    public static IReadOnlyList<Finding> Find(string assembly) =>
        [.. VerifiedLibrary.Find(assembly).Where(f => !s_known.TryGetValue(Path.GetFileNameWithoutExtension(assembly), out var known) || !f.Method.Contains(known, StringComparison.Ordinal))];
}
