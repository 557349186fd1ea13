using System;
using System.Collections.Generic;
using System.Linq;

// Types that move into the patch: added ones, closures, state machines, data.
public class Work
{
    public IEnumerable<int> Run(int by)
    {
#if V2
        int[] table = [1, 2, 3, 4, 5, 6, 7, 8, 9];
        var step = new Step(by);
        foreach (var n in table.Where(n => n > by).Select(n => step.Apply(n)))
            yield return n;
#else
        yield return by;
#endif
    }

    public string Sort(string key) => key switch
    {
#if V2
        "a" => "1", "b" => "2", "c" => "3", "d" => "4", "e" => "5", "f" => "6", "g" => "7", "h" => "8",
#endif
        _ => key,
    };
}

#if V2
public sealed record Step(int By)
{
    public int Apply(int n) => n * By;
}
#endif
