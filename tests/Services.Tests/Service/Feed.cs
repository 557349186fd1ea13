using HotWeave.Conformance;
using HotWeave.Runtime;

namespace HotWeave.Services.Tests.Service;

/// <summary>Gets numbers that follow each other.</summary>
[Swappable]
public static class Feed
{
    private static readonly object s_lock = new();
    private static readonly HashSet<string> s_units = [];
    private static int s_count;
    private static int s_outOfOrder;

    public static void Take(int number)
    {
        var version = Release.Name;
        lock (s_lock)
        {
            s_units.Add(version == Release.Name ? UnitOfWork.Name ?? "none" : "mixed");
            if (number != ++s_count && s_outOfOrder == 0)
                s_outOfOrder = number;
        }
    }

    public static Received FindReceived()
    {
        lock (s_lock)
            return new Received(s_count, s_outOfOrder, [.. s_units]);
    }
}

public sealed record Received(int Count, int OutOfOrder, string[] Units);
