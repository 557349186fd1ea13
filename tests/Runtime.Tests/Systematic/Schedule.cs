using System.Globalization;

namespace HotWeave.Runtime.Tests.Systematic;

/// <summary>One order in which steps run. Whoever may go on chooses by it; what was chosen is its text, by which it runs again.</summary>
internal sealed class Schedule
{
    private readonly Random? _random;
    private readonly int[] _given;
    private readonly List<int> _taken = [];

    private Schedule(Random? random, int[] given)
    {
        _random = random;
        _given = given;
    }

    internal static Schedule FromSeed(int seed) => new(new Random(seed), []);

    internal static Schedule FromText(string text) =>
        new(null, [.. text.Split('.').Select(static t => int.Parse(t, CultureInfo.InvariantCulture))]);

    /// <summary>One of so many.</summary>
    internal int Choose(int count)
    {
        var choice = _taken.Count < _given.Length ? _given[_taken.Count] : (_random?.Next(count) ?? 0);
        _taken.Add(choice);
        return choice;
    }

    public override string ToString() => string.Join('.', _taken);
}
