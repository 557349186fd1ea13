using HotWeave.Ghost;

namespace HotWeave.Control.Ghost;

/// <summary>
/// Asks for the stubs of a batch. Who has a method inlined is compiled anew with it, which shows, unless it gets a stub itself: so what threads
/// run is asked for last, one after the other, and whatever got newer code before its own turn has some inlined that came before it.
/// </summary>
internal sealed class StubRequests(NativeGhost library, HashSet<(Guid Module, int Method)> inliners, HashSet<(Guid Module, int Method)> known)
{
    // Each stops all threads, and .NET 8 has been seen to end processes after hundreds.
    private const int MostSingle = 16;

    /// <summary>Asks, and finds which methods of those that threads run have some with a stub inlined.</summary>
    /// <param name="wanted">The methods; their batch is open.</param>
    /// <returns>The first answer that is none of success, else the longest.</returns>
    public GhostAnswer Make(IReadOnlyList<GhostMethod> wanted)
    {
        var frames = library.FindFrames();
        var running = new HashSet<(Guid, int)>();
        foreach (var frame in frames)
            running.Add((frame.Module, frame.Method));
        var (first, single, last) = (new List<GhostMethod>(), new List<GhostMethod>(), new List<GhostMethod>());
        foreach (var method in wanted)
            (!running.Contains((method.Module, method.Method)) ? first : single.Count < MostSingle ? single : last).Add(method);
        var longest = Request(first, frames);
        foreach (var method in single)
        {
            if (longest.Step == GhostStep.Done)
                longest = Longest(longest, Request([method], frames));
        }

        // Of these nobody knows what they have inlined of each other.
        if (longest.Step == GhostStep.Done)
            longest = Longest(longest, Request(last, frames));
        foreach (var method in single)
            known.Add((method.Module, method.Method));
        return longest;
    }

    private GhostAnswer Request(List<GhostMethod> methods, GhostFrame[] frames)
    {
        if (methods.Count == 0)
            return default;
        var asked = new HashSet<(Guid, int)>();
        foreach (var method in methods)
            asked.Add((method.Module, method.Method));
        var before = ReadNewest(frames);
        var answer = library.RequestStubs([.. methods]);
        if (answer.Step != GhostStep.Done)
            return answer;
        var after = ReadNewest(frames);
        for (var i = 0; i < frames.Length; i++)
        {
            if (after[i] > before[i] && !asked.Contains((frames[i].Module, frames[i].Method)))
                inliners.Add((frames[i].Module, frames[i].Method));
        }

        return answer;
    }

    private nint[] ReadNewest(GhostFrame[] frames)
    {
        LoadedMethod.CompileAll(frames);
        library.ReadNewest(frames);
        return Array.ConvertAll(frames, static f => f.Newest);
    }

    private static GhostAnswer Longest(GhostAnswer one, GhostAnswer other) =>
        other.Step != GhostStep.Done || other.RequestTime > one.RequestTime ? other : one;
}
