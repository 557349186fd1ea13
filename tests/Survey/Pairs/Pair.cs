using HotWeave.Survey.Packages;

namespace HotWeave.Survey.Pairs;

/// <summary>How far apart two releases are, by the number that differs first.</summary>
internal enum Step
{
    /// <summary>The third number or what follows.</summary>
    Patch,

    /// <summary>The second number.</summary>
    Minor,

    /// <summary>The first number.</summary>
    Major,
}

/// <summary>A release of a library and the next one on the list, both for the same target framework.</summary>
internal sealed record Pair(string Library, string From, string To, string Framework)
{
    public Step Step
    {
        get
        {
            var (from, to) = (From.Split('.'), To.Split('.'));
            return from[0] != to[0] ? Step.Major : from[1] != to[1] ? Step.Minor : Step.Patch;
        }
    }

    public string Old => PackageFolder.Assembly(Library, From, Framework);

    public string New => PackageFolder.Assembly(Library, To, Framework);

    public override string ToString() => $"{Library} {From} -> {To}";

    /// <summary>The pairs of a library whose releases are downloaded.</summary>
    public static IEnumerable<Pair> Of(Library library) =>
        library.Releases.Zip(library.Releases.Skip(1))
            .Where(p => PackageFolder.Has(library.Id, p.First) && PackageFolder.Has(library.Id, p.Second))
            .Select(p => new Pair(library.Id, p.First, p.Second, CommonFramework(library.Id, p.First, p.Second)));

    private static string CommonFramework(string id, string from, string to) =>
        PackageFolder.Frameworks(id, from).Intersect(PackageFolder.Frameworks(id, to)).FirstOrDefault()
        ?? throw new InvalidOperationException($"{id} {from} and {to} have no target framework in common.");
}
