using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;

// What services are made of, so that a patch brings closures, state machines, generic methods, added fields and added types.
public sealed class Ledger
{
    private readonly List<string> _lines = new();

#if V2
    private static int s_posted;
    private int _posted;
    private string _last = "";
#endif

    public async Task<int> PostAsync(string line, int amount)
    {
        await Task.Yield();
        _lines.Add(line);
        if (_lines.Count > 100)
            _lines.Clear();
#if V2
        _posted++;
        s_posted++;
        _last = new Entry(line, amount).ToString();
        return Sum(Parts(amount), part => part + Math.Sign(_posted)) + Math.Sign(_last.Length + s_posted) * 2;
#else
        return Sum(Parts(amount), part => part + 1);
#endif
    }

    private static int Sum<T>(IEnumerable<T> parts, Func<T, int> value) => parts.Select(value).Sum();

    private static IEnumerable<int> Parts(int amount)
    {
        for (var left = amount; left > 0; left -= 10)
            yield return Math.Min(left, 10);
    }
}

#if V2
public sealed record Entry(string Line, int Amount);
#endif

public static class MemorySample
{
    private static readonly Ledger s_ledger = new();

    // 20 in two parts: 22 by version 1, 24 by version 2.
    public static int Post() => s_ledger.PostAsync("line", 20).GetAwaiter().GetResult();
}
