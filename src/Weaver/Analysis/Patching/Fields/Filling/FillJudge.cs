using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>Whether code taken out of a static constructor does by itself what it does there.</summary>
internal static class FillJudge
{
    public static void Check(FillSlice slice, ConstructorFlow code, HashSet<FieldDefinition> fields)
    {
        foreach (var i in slice.Needed)
        {
            if (code.Stored(i) is { } stored && !fields.Contains(stored))
                slice.Meet(stored, $"{ReadableName.Describe(stored)} would be stored again");
            else if (ValueOrigins.LoadedStatic(code.Flow.Code[i]) is { } read && !fields.Contains(read) && read.Module == code.Flow.Method.Module)
                CheckRead(slice, code, i, read);
        }

        CheckShared(slice, code, fields);
    }

    // A field of the rest is read as it is when everything has been done to it.
    private static void CheckRead(FillSlice slice, ConstructorFlow code, int index, FieldDefinition read)
    {
        var after = code.Flow.After(index);
        if (after.Any(j => code.Stored(j) == read || (code.ChangedBy(j)?.Contains(read) == true && !slice.Contains(j)))
            || code.Mutations.All.Any(m => after.Contains(m.Index) && !slice.Contains(m.Index) && m.Receiver.Overlaps(code.Origins.FindOrigins(index))))
            slice.Meet(read, $"{ReadableName.Describe(read)} is read before it has its final value");
    }

    // One object in a new field and in one that keeps its own.
    private static void CheckShared(FillSlice slice, ConstructorFlow code, HashSet<FieldDefinition> fields)
    {
        var stores = Enumerable.Range(0, code.Flow.Code.Count).Where(i => code.Stored(i) is not null && code.Stack.IsReached(i)).ToLookup(i => fields.Contains(code.Stored(i)!));
        var held = new HashSet<object>(stores[true].SelectMany(i => code.Origins.OfAll(code.Stack.Inputs(i)[0])).Where(static o => o is int));
        foreach (var i in stores[false].Where(i => !slice.Contains(i) && code.Origins.OfAll(code.Stack.Inputs(i)[0]).Any(held.Contains)))
            slice.Meet(code.Stored(i)!, $"it shares an object with {ReadableName.Describe(code.Stored(i)!)}");
    }
}
