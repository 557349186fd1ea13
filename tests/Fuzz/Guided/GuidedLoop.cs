using System.Diagnostics;
using HotWeave.Fuzz.Mutating;

namespace HotWeave.Fuzz.Guided;

/// <summary>Damages inputs, reads them, and goes on from those that lead where none did before.</summary>
internal sealed class GuidedLoop(ReaderTarget target, CoverageMap map, int seed)
{
    // What is longer takes its time and leads nowhere else.
    private const int Longest = 64 << 10;

    private static readonly TimeSpan s_longestRead = TimeSpan.FromSeconds(10);

    private readonly Random _random = new(seed);
    private readonly List<byte[]> _corpus = [];

    /// <summary>How many inputs were read.</summary>
    public long Count { get; private set; }

    /// <summary>Those that found something new, the seeds first.</summary>
    public IReadOnlyList<byte[]> Corpus => _corpus;

    /// <summary>Runs for a while, or until something is found.</summary>
    /// <param name="seeds">Where it begins.</param>
    /// <param name="time">How long.</param>
    /// <returns>An input and what it should not have done; null where all was well.</returns>
    public (byte[] Input, string Fault)? Run(IEnumerable<byte[]> seeds, TimeSpan time)
    {
        foreach (var input in seeds)
        {
            if (Try(input) is { } fault)
                return (input, fault);
        }

        for (var watch = Stopwatch.StartNew(); watch.Elapsed < time;)
        {
            var input = Next();
            if (Try(input) is { } fault)
                return (input, fault);
        }

        return null;
    }

    private byte[] Next()
    {
        // What was found last leads further more often than what was there first.
        var from = _corpus[_random.Next(2) == 0 ? _random.Next(_corpus.Count) : _corpus.Count - 1 - _random.Next(Math.Min(_corpus.Count, 16))];
        if (from.Length == 0)
            return Mutation.Damage([0], [], _random);
        if (_random.Next(8) == 0)
            return Splice(from, _corpus[_random.Next(_corpus.Count)]);
        return from[0] == '{' && _random.Next(4) == 0 ? JsonMutation.Damage(from, _random) : Mutation.Damage(from, [], _random);
    }

    private byte[] Splice(byte[] one, byte[] other)
    {
        var at = _random.Next(Math.Min(one.Length, other.Length) + 1);
        return [.. one.AsSpan(0, at), .. other.AsSpan(at)];
    }

    private string? Try(byte[] input)
    {
        map.Clear();
        var begun = Environment.CpuUsage.TotalTime;
        var fault = target.FindFault(input);
        Count++;
        if (fault is null && Environment.CpuUsage.TotalTime - begun > s_longestRead)
            return "it took more than 10 s";
        if (_corpus.Count == 0 || (map.HasNews() && input.Length <= Longest))
            _corpus.Add(input);
        return fault?.ToString();
    }
}
