using HotWeave.Weaver.Verification.Types;

namespace HotWeave.Weaver.Verification.Rules;

/// <summary>How control may go into, out of and through exception regions (ECMA-335 III.1.7.5, I.12.4.2.8.2).</summary>
internal sealed class RegionRules(BodyContext context)
{
    private ExceptionRegion?[] _innermost = [];
    private bool _hasRegions;

    /// <summary>Turns to the context's body.</summary>
    public void Enter()
    {
        var regions = context.Layout.Regions;
        _hasRegions = regions.Count > 0;
        if (!_hasRegions)
            return;
        var count = context.Layout.Instructions.Length;
        if (_innermost.Length < count)
            _innermost = new ExceptionRegion?[count * 2];
        Array.Clear(_innermost, 0, count);
        for (var i = regions.Count - 1; i >= 0; i--)
        {
            for (var at = regions[i].Start; at < regions[i].End; at++)
                _innermost[at] = regions[i];
        }
    }

    /// <summary>What is on the stack where a handler begins.</summary>
    public StackEntry[] MakeEntryStack(ExceptionRegion handler) => handler.Kind switch
    {
        RegionKind.Catch when handler.Handler!.CatchType is { } type => [MakeCaught(context.Types.Read(type))],
        RegionKind.Catch => throw new InvalidBodyException("the type that a handler catches", "none"),
        RegionKind.Filter or RegionKind.FilterHandler => [new StackEntry(StackKind.Reference, context.Types[ILKind.Object])],
        _ => [],
    };

    public void CheckBranch(int target)
    {
        if (_hasRegions && !CanEnter(_innermost[context.At], target))
            throw new InvalidBodyException("a branch within one exception region", $"one to IL_{context.Layout.Instructions[target].Offset:x4}, beyond its border");
    }

    public void CheckFallThrough(int index)
    {
        if (index + 1 >= context.Layout.Instructions.Length)
            throw new InvalidBodyException("an instruction after this one", "the end of the body");
        if (_hasRegions && !CanEnter(_innermost[index], index + 1))
            throw new InvalidBodyException("an instruction that leaves the exception region", "its end");
    }

    /// <summary>A leave goes out of protected blocks and catch handlers, and from a catch handler also back into its block.</summary>
    public void CheckLeave(int target)
    {
        context.Stack.Clear();
        if (!_hasRegions)
            return;
        for (var region = _innermost[context.At]; ; region = region.Parent)
        {
            if (CanEnter(region, target))
                return;
            if (region is null || region.Kind is not (RegionKind.Try or RegionKind.Catch or RegionKind.FilterHandler))
                break;
            if (region.Guarded is { } block && CanEnter(block, target))
                return;
        }

        throw new InvalidBodyException("a leave to code around the region", $"one to IL_{context.Layout.Instructions[target].Offset:x4}");
    }

    /// <summary>Refuses an instruction that belongs into a region of one of some kinds.</summary>
    public void RequireInnermost(string where, params RegionKind[] kinds)
    {
        if (!_hasRegions || _innermost[context.At] is not { } region || Array.IndexOf(kinds, region.Kind) < 0)
            throw new InvalidBodyException(where, _hasRegions && _innermost[context.At] is { } other ? "a " + other.Kind : "no region");
    }

    /// <summary>Refuses an instruction that no handler around it may have.</summary>
    public void RequireNoHandler()
    {
        for (var region = _hasRegions ? _innermost[context.At] : null; region is not null; region = region.Parent)
        {
            if (region.Kind != RegionKind.Try)
                throw new InvalidBodyException("a place outside handlers", "a " + region.Kind);
        }
    }

    /// <summary>Whether a region of one of some kinds is around the instruction, with nothing but protected blocks and catch handlers between.</summary>
    public bool IsWithinCatch()
    {
        for (var region = _hasRegions ? _innermost[context.At] : null; region is not null; region = region.Parent)
        {
            if (region.Kind is RegionKind.Catch or RegionKind.FilterHandler)
                return true;
            if (region.Kind != RegionKind.Try)
                return false;
        }

        return false;
    }

    public void RequireNoRegion()
    {
        if (_hasRegions && _innermost[context.At] is { } region)
            throw new InvalidBodyException("a place outside exception regions", "a " + region.Kind);
    }

    // A protected block is entered at its first instruction; a handler only by an exception.
    private bool CanEnter(ExceptionRegion? from, int target)
    {
        for (var region = _innermost[target]; !ReferenceEquals(region, from); region = region.Parent)
        {
            if (region is null || region.Kind != RegionKind.Try || region.Start != target)
                return false;
        }

        return true;
    }

    private StackEntry MakeCaught(ILType type) =>
        type.IsParameter ? new StackEntry(StackKind.Reference, type, EntryTraits.Boxed) : context.Entries.MakeEntry(type);
}
