using HotWeave;

namespace Counting;

/// <summary>Counts the lines it reads, and says of each which version's code took part in it.</summary>
[Swappable]
internal sealed class Counter(TextReader input, TextWriter output)
{
    private int _count;

    /// <summary>The loop. A running one keeps its code, and its local calls with it, until a qualified call moves on.</summary>
    [SafePoint]
    public void Loop()
    {
        while (input.ReadLine() is { } line)
        {
            _count++;
            output.WriteLine($"count={_count} loop=v2 local={Local()} qualified={Qualified()}");

            if (line == "move")
            {
                Loop(); // like Erlang's ?MODULE:loop(Count): [SafePoint] makes each call to Loop a qualified one
                return;
            }
        }
    }

    /// <summary>Called by <see cref="Loop"/> of the same type: a local call, bound to the version of the calling code.</summary>
    public static string Local() => "v2";

    /// <summary>Called through the current version by everybody, <see cref="Loop"/> included.</summary>
    [SafePoint]
    public static string Qualified() => "v2";
}
