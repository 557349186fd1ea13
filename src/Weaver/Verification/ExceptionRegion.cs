using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Verification;

/// <summary>What a region of instructions is for.</summary>
internal enum RegionKind
{
    Try,
    Catch,
    FilterHandler,
    Filter,
    Finally,
    Fault,
}

/// <summary>
/// A protected block or the block of a handler, from its first instruction to before its end, with those around it (ECMA-335 II.19).
/// </summary>
internal sealed class ExceptionRegion(RegionKind kind, int start, int end, ExceptionRegion? guarded, ExceptionHandler? handler)
{
    public RegionKind Kind { get; } = kind;

    public int Start { get; } = start;

    public int End { get; } = end;

    /// <summary>The protected block that a handler is of; null for protected blocks.</summary>
    public ExceptionRegion? Guarded { get; } = guarded;

    public ExceptionHandler? Handler { get; } = handler;

    /// <summary>The innermost region around this one; null for the body.</summary>
    public ExceptionRegion? Parent { get; private set; }

    private int Size => End - Start;

    /// <summary>The innermost region of an instruction; null for none.</summary>
    public static ExceptionRegion? Find(IReadOnlyList<ExceptionRegion> regions, int index)
    {
        foreach (var region in regions)
        {
            if (index >= region.Start && index < region.End)
                return region;
        }

        return null;
    }

    /// <summary>Reads the regions of a body, inner ones first, and refuses those that lie in no order.</summary>
    public static void Read(BodyLayout layout, List<ExceptionRegion> regions)
    {
        var tries = new List<ExceptionRegion>();
        foreach (var handler in layout.Body.ExceptionHandlers)
        {
            var start = layout.IndexOf(handler.TryStart);
            var end = layout.IndexOfEnd(handler.TryEnd);
            var guarded = tries.Find(t => t.Start == start && t.End == end);
            if (guarded is null)
            {
                // Table order is search order: an outer block before an inner one would catch what the inner one is for.
                if (tries.Exists(t => start >= t.Start && end <= t.End))
                    throw new InvalidBodyException("handlers of inner blocks before those of outer ones", $"the block at IL_{handler.TryStart.Offset:x4} behind one around it");
                tries.Add(guarded = new ExceptionRegion(RegionKind.Try, start, end, null, null));
                regions.Add(guarded);
            }

            ReadHandler(layout, handler, guarded, regions);
        }

        foreach (var region in regions)
        {
            if (region.Start >= region.End)
                throw new InvalidBodyException("exception regions with instructions", "an empty one");
            layout.MarkTarget(region.Start);
            layout.MarkTarget(region.End);
        }

        regions.Sort(static (a, b) => a.Size != b.Size ? a.Size - b.Size : a.Start - b.Start);
        for (var i = 0; i < regions.Count; i++)
            regions[i].FindParent(regions, i);
    }

    private static void ReadHandler(BodyLayout layout, ExceptionHandler handler, ExceptionRegion guarded, List<ExceptionRegion> regions)
    {
        var start = layout.IndexOf(handler.HandlerStart);
        var kind = handler.HandlerType switch
        {
            ExceptionHandlerType.Catch => RegionKind.Catch,
            ExceptionHandlerType.Filter => RegionKind.FilterHandler,
            ExceptionHandlerType.Finally => RegionKind.Finally,
            _ => RegionKind.Fault,
        };
        regions.Add(new ExceptionRegion(kind, start, layout.IndexOfEnd(handler.HandlerEnd), guarded, handler));
        if (kind == RegionKind.FilterHandler)
            regions.Add(new ExceptionRegion(RegionKind.Filter, layout.IndexOf(handler.FilterStart), start, guarded, handler));
    }

    private void FindParent(List<ExceptionRegion> regions, int at)
    {
        for (var i = at + 1; i < regions.Count; i++)
        {
            var other = regions[i];
            var isApart = other.End <= Start || other.Start >= End;
            if (isApart)
                continue;
            if (Start < other.Start || End > other.End || (Size == other.Size))
                throw new InvalidBodyException("exception regions within each other or apart", "two that overlap");
            Parent = other;
            return;
        }
    }
}
