using System.Collections;

namespace HotWeave.Hosting.Tests.Losses;

/// <summary>Which of the numbers 1, 2, … have come. In one bit each, so that hours of answers fit. Any thread may tick.</summary>
internal sealed class Receipts
{
    // Guards the bits, which grow, and the count.
    private readonly Lock _lock = new();
    private readonly BitArray _seen = new(1 << 16);
    private int _twice;
    private int _count;

    internal int Twice => _twice;

    internal int Count
    {
        get
        {
            lock (_lock)
                return _count;
        }
    }

    internal void Tick(int number)
    {
        lock (_lock)
        {
            while (number >= _seen.Length)
                _seen.Length *= 2;
            if (_seen[number])
                _twice++;
            _seen[number] = true;
            _count++;
        }
    }

    /// <summary>How many of the numbers up to this one have not come.</summary>
    internal int Missing(int upTo) => Enumerable.Range(1, upTo).Count(n => n >= _seen.Length || !_seen[n]);
}
