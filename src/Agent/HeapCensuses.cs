using System.Runtime.CompilerServices;
using HotWeave.Control.Protocol;

namespace HotWeave.Control;

/// <summary>Has the tool count what is on the heap, which nobody can from within the process.</summary>
internal static class HeapCensuses
{
    /// <summary>The options with somebody who looks. By itself, since older versions of HotWeave.Runtime do not have the option.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static SwapOptions AddCensusTo(SwapOptions options, Func<ControlMessage, ControlMessage?> ask) =>
        options with { TakeCensus = _ => AskForCensus(ask) };

    private static HeapCensus AskForCensus(Func<ControlMessage, ControlMessage?> ask)
    {
        if (ask(new CensusRequest()) is not CensusReply census)
            throw new IOException("the tool that would look has gone");
        if (census.Problem.Length > 0)
            throw new IOException(census.Problem);
        var objects = new Dictionary<string, long>(census.Types.Count, StringComparer.Ordinal);
        for (var i = 0; i < census.Types.Count; i++)
            objects[census.Types[i]] = objects.GetValueOrDefault(census.Types[i]) + census.Counts[i];
        return new HeapCensus { Objects = objects, Pause = TimeSpan.FromMicroseconds(census.Pause) };
    }
}
