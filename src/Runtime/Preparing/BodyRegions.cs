using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace HotWeave.Preparing;

/// <summary>The protected regions of a body and their handlers (ECMA-335 III.1.7, II.19): which a place lies in, and where control may go.</summary>
internal sealed class BodyRegions
{
    // Looked through for each branch.
    private const int Most = 4_000;

    private readonly List<Range> _ranges = [];

    /// <summary>Forgets all, for another body.</summary>
    /// <exception cref="BadImageFormatException">They go beyond the body, or cut each other.</exception>
    internal void Begin(ImmutableArray<ExceptionRegion> regions, BodyCode code)
    {
        _ranges.Clear();
        foreach (var region in regions)
        {
            var (tryEnd, handlerEnd) = (region.TryOffset + region.TryLength, region.HandlerOffset + region.HandlerLength);
            Add(RegionKind.Try, region.TryOffset, tryEnd);
            var isPlain = region.Kind is ExceptionRegionKind.Finally or ExceptionRegionKind.Fault;
            Add(isPlain ? RegionKind.Finally : RegionKind.Catch, region.HandlerOffset, handlerEnd);
            if (region.Kind == ExceptionRegionKind.Filter)
                Add(RegionKind.Filter, region.FilterOffset, region.HandlerOffset);
        }

        if (_ranges.Count > Most)
            throw new BadImageFormatException("it has too many protected regions");
        foreach (var range in _ranges)
        {
            if (range.Start >= range.End || code.FindIndex(range.Start) < 0 || !code.IsBorder(range.End))
                throw new BadImageFormatException($"the region at IL_{range.Start:x4} is none of whole instructions");
            if (IsCut(range))
                throw new BadImageFormatException($"the region at IL_{range.Start:x4} cuts another");
            code.Mark(range.Start);
            code.Mark(range.End);
        }

        // The innermost first.
        if (_ranges.Count > 0)
            _ranges.Sort(static (a, b) => (a.End - a.Start).CompareTo(b.End - b.Start));

        void Add(RegionKind kind, int start, int end) => _ranges.Add(new Range(kind, start, end));
    }

    /// <summary>How many there are, handlers and filters too.</summary>
    internal int Count => _ranges.Count;

    /// <summary>Where one of them begins if it is a handler or filter, and whether it is given the exception; else -1.</summary>
    internal (int Offset, bool HasException) GetHandler(int number) =>
        _ranges[number] is { Kind: not RegionKind.Try } range ? (range.Start, range.Kind != RegionKind.Finally) : (-1, false);

    internal bool BeginsTry(int offset)
    {
        foreach (var range in _ranges)
        {
            if (range.Kind == RegionKind.Try && range.Start == offset)
                return true;
        }

        return false;
    }

    /// <summary>Whether the innermost region that the place lies in is of that kind, or of the other.</summary>
    internal bool IsIn(int offset, RegionKind kind, RegionKind? other = null) =>
        _ranges.FindIndex(r => r.Has(offset)) is >= 0 and var inner && (_ranges[inner].Kind == kind || _ranges[inner].Kind == other);

    /// <summary>Whether a handler of that kind is around the place.</summary>
    internal bool IsWithin(int offset, RegionKind kind) => _ranges.Exists(r => r.Kind == kind && r.Has(offset));

    internal bool IsInAny(int offset) => _ranges.Count > 0 && _ranges.Exists(r => r.Has(offset));

    /// <summary>Whether a branch, or what follows an instruction, may be there: in the same region, or at the begin of protected ones within it.</summary>
    internal bool MayGo(int from, int to)
    {
        foreach (var range in _ranges)
        {
            if (range.Has(from) != range.Has(to) && !(range.Has(to) && range.Kind == RegionKind.Try && range.Start == to))
                return false;
        }

        return true;
    }

    /// <summary>Whether it may be left to there: not into a handler, nor out of what ends otherwise, nor into the middle of what is protected.</summary>
    internal bool MayLeave(int from, int to)
    {
        foreach (var range in _ranges)
        {
            if (range.Has(from) == range.Has(to))
                continue;
            if (range.Has(from) ? range.Kind is RegionKind.Finally or RegionKind.Filter : range.Kind != RegionKind.Try || !(range.Start == to || IsLeftInto(range, from)))
                return false;
        }

        return true;
    }

    // From its own handler, as compilers of Visual Basic do for Resume.
    private bool IsLeftInto(Range tried, int from) => _ranges.Exists(r => r.Kind == RegionKind.Catch && r.Has(from) && r.Start >= tried.End);

    private bool IsCut(Range range)
    {
        foreach (var other in _ranges)
        {
            if (range.Start < other.Start && other.Start < range.End && range.End < other.End)
                return true;
        }

        return false;
    }

    private readonly record struct Range(RegionKind Kind, int Start, int End)
    {
        internal bool Has(int offset) => offset >= Start && offset < End;
    }
}

/// <summary>What a region is.</summary>
internal enum RegionKind
{
    Try,
    Catch,
    Filter,
    Finally,
}
