using System.Globalization;

namespace HotWeave.Survey.Mutants;

/// <summary>How many mutants the JIT compiler refuses, and how many of those the verifier finds.</summary>
internal static class MutantTable
{
    /// <summary>What has to be found of what the JIT compiler refuses.</summary>
    public const double RequiredShare = 0.95;

    /// <summary>The library that every build of the tests has at hand.</summary>
    public static string Newtonsoft() =>
        Packages.PackageFolder.Assembly("Newtonsoft.Json", "13.0.4", Packages.PackageFolder.Frameworks("Newtonsoft.Json", "13.0.4")[0]);

    /// <summary>Prints the table and the mutants that were missed; whether enough are found.</summary>
    public static bool Print(IReadOnlyList<Mutant> mutants)
    {
        Console.WriteLine("| change | mutants | refused by the JIT compiler | of those found | found beside |");
        Console.WriteLine("|---|---|---|---|---|");
        foreach (var group in mutants.GroupBy(static m => m.Kind).OrderBy(static g => g.Key))
            Console.WriteLine(Row(group.Key.ToString(), [.. group]));
        Console.WriteLine(Row("all", mutants));
        foreach (var missed in mutants.Where(static m => m.IsMissed))
            Console.WriteLine($"missed: {missed.Method}: {missed.What}: {missed.Refusal}");
        return mutants.Any(static m => m.Refusal is not null) && FoundShare(mutants) >= RequiredShare;
    }

    /// <summary>The share of what the JIT compiler refuses that the verifier finds.</summary>
    public static double FoundShare(IReadOnlyList<Mutant> mutants) => 1 - (mutants.Count(static m => m.IsMissed) / (double)Math.Max(1, mutants.Count(static m => m.Refusal is not null)));

    private static string Row(string name, IReadOnlyList<Mutant> mutants) => string.Create(
        CultureInfo.InvariantCulture,
        $"| {name} | {mutants.Count} | {mutants.Count(static m => m.Refusal is not null)} | {FoundShare(mutants):P1} | {mutants.Count(static m => m.Refusal is null && m.Finding is not null)} |");
}
