using System.Globalization;
using HotWeave.Survey.Packages;

namespace HotWeave.Survey.EveryBody;

/// <summary>What became of the libraries whose every body was changed, one row for each library and change.</summary>
internal static class EveryBodyTable
{
    /// <summary>The newest downloaded release of each library of the list, or of those that are named.</summary>
    public static IEnumerable<string> FindLibraries(IReadOnlyCollection<string> names) =>
        from library in Libraries.Compared
        where names.Count == 0 || names.Contains(library.Id)
        from release in library.Releases.Reverse().Where(r => PackageFolder.Has(library.Id, r)).Take(1)
        from framework in PackageFolder.Frameworks(library.Id, release).Take(1)
        select PackageFolder.Assembly(library.Id, release, framework);

    /// <summary>Changes each library in each way and prints; whether nothing failed.</summary>
    public static bool Print(IReadOnlyList<string> libraries)
    {
        Console.WriteLine("""
            | library | change | bodies | patched | verified | compiled | without arguments | workload | refused | remarks | failed |
            | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | --- | --- | ---: |
            """);
        var findings = new List<EveryBodyFinding>();
        foreach (var finding in libraries.SelectMany(static l => Enum.GetValues<BodyEdit>().Select(e => EveryBodyRound.Run(l, e))))
        {
            findings.Add(finding);
            Console.WriteLine(Row(finding));
        }

        foreach (var finding in findings)
        {
            foreach (var failure in finding.Compiled.Failures)
                Console.WriteLine($"failed: {finding.Library}, {finding.Edit}: {failure}");
            foreach (var open in finding.Compiled.Uninstantiated)
                Console.WriteLine($"without arguments: {finding.Library}, {finding.Edit}: {open}");
        }

        return findings.Count > 0 && findings.TrueForAll(static f => f.Compiled.Failures.Count == 0);
    }

    private static string Row(EveryBodyFinding f)
    {
        object[] cells =
        [
            f.Library, f.Edit, f.Bodies, f.Patched, f.Verified, f.Compiled.Compiled, f.Compiled.Uninstantiated.Count, f.Compiled.Worked,
            ListCodes(f.Refusals), ListCodes(f.Remarks), f.Compiled.Failures.Count,
        ];
        return $"| {string.Join(" | ", cells.Select(static c => Convert.ToString(c, CultureInfo.InvariantCulture)))} |";
    }

    private static string ListCodes(IReadOnlyDictionary<string, int> codes) =>
        string.Join(", ", codes.OrderBy(static c => c.Key, StringComparer.Ordinal).Select(static c => $"{c.Key} x {c.Value}"));
}
