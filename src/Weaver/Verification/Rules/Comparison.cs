namespace HotWeave.Weaver.Verification.Rules;

/// <summary>Which two entries can be compared (ECMA-335 III.1.5, table 4).</summary>
internal static class Comparison
{
    public static void Apply(EvaluationStack stack, bool takesReferences)
    {
        var right = stack.Pop();
        var left = stack.Pop();
        if (!AreComparable(left, right, takesReferences))
            throw new InvalidBodyException("two values that can be compared", $"{left} and {right}");
    }

    private static bool AreComparable(in StackEntry left, in StackEntry right, bool takesReferences)
    {
        if (left.Kind == StackKind.Unknown || right.Kind == StackKind.Unknown)
            return true;
        if (left.Kind == StackKind.Value || right.Kind == StackKind.Value)
            return false;
        if (left.Kind == right.Kind)
            return left.Kind != StackKind.Reference || takesReferences;
        return IsWord(left)
            && IsWord(right)
            && !(left.Kind == StackKind.Int32 && right.Kind == StackKind.ByRef)
            && !(left.Kind == StackKind.ByRef && right.Kind == StackKind.Int32);
    }

    private static bool IsWord(in StackEntry entry) => entry.Kind is StackKind.Int32 or StackKind.NativeInt or StackKind.ByRef;
}
