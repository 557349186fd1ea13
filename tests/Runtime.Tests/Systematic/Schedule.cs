using System.Globalization;

namespace HotWeave.Runtime.Tests.Systematic;

/// <summary>One order in which steps run. Whoever may go on chooses by it; what was chosen is its text, by which it runs again.</summary>
/// <remarks>In the text a choice that is made several times in a row stands once, with how often: <c>0x17.2.1x3</c>.</remarks>
internal sealed class Schedule
{
    private readonly Random? _random;
    private readonly IReadOnlyList<int> _given;
    private readonly List<int> _taken = [];

    private Schedule(Random? random, IReadOnlyList<int> given)
    {
        _random = random;
        _given = given;
    }

    /// <summary>How seldom a thread that could go on has to wait: once in so many of its steps, on the average.</summary>
    private int Rarity { get; init; } = 1;

    internal bool IsWithoutWaits => Rarity == int.MaxValue;

    internal static Schedule FromSeed(int seed)
    {
        var random = new Random(seed);
        // Some defects show where threads take turns all the time, others where one goes on for long.
        return new Schedule(random, []) { Rarity = 1 << random.Next(2, 10) };
    }

    /// <summary>One in which no thread waits that could go on.</summary>
    internal static Schedule WithoutWaits(int seed) => new(new Random(seed), []) { Rarity = int.MaxValue };

    internal static Schedule FromText(string text) => new(null, [.. text.Split('.').SelectMany(Repeat)]);

    /// <summary>One of so many.</summary>
    internal int Choose(int count) => Take(static (random, count) => random.Next(count), count);

    /// <summary>Whether a thread that could go on lets others go on first; 0: it does not.</summary>
    internal int ChooseWhetherToWait() => Take(static (random, rarity) => random.Next(rarity) == 0 ? 1 : 0, Rarity);

    public override string ToString()
    {
        var text = new List<string>();
        for (var i = 0; i < _taken.Count;)
        {
            var count = _taken.Skip(i).TakeWhile(t => t == _taken[i]).Count();
            text.Add(count == 1 ? Write(_taken[i]) : $"{Write(_taken[i])}x{Write(count)}");
            i += count;
        }

        return string.Join('.', text);
    }

    private int Take(Func<Random, int, int> choose, int argument)
    {
        var choice = _taken.Count < _given.Count ? _given[_taken.Count] : _random is null ? 0 : choose(_random, argument);
        _taken.Add(choice);
        return choice;
    }

    private static IEnumerable<int> Repeat(string word) =>
        word.Split('x') is [var choice, var count] ? Enumerable.Repeat(Read(choice), Read(count)) : [Read(word)];

    private static string Write(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static int Read(string number) => int.Parse(number, CultureInfo.InvariantCulture);
}
