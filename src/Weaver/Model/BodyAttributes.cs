using Mono.Cecil;

namespace HotWeave.Weaver.Model;

/// <summary>
/// Tells the attributes of a deployed member that its body in a patch needs: the rest is what reflection shows, and that stays the deployed
/// one.
/// </summary>
internal static class BodyAttributes
{
    private static readonly HashSet<string> Names = new(StringComparer.Ordinal)
    {
        "System.Runtime.CompilerServices.AsyncStateMachineAttribute",
        "System.Runtime.CompilerServices.IteratorStateMachineAttribute",
        "System.Runtime.CompilerServices.AsyncIteratorStateMachineAttribute",
        NativeCode.EntryAttribute,
        "System.Diagnostics.StackTraceHiddenAttribute",
        "System.Diagnostics.DebuggerHiddenAttribute",
        "System.Diagnostics.DebuggerStepThroughAttribute",
    };

    /// <summary>Those of a method.</summary>
    /// <param name="source">The method.</param>
    /// <param name="isStatic">Whether its body stands in a static method: native code can call no other.</param>
    public static IEnumerable<CustomAttribute> FindIn(MethodDefinition source, bool isStatic) =>
        source.CustomAttributes.Where(a => Names.Contains(a.AttributeType.FullName) && (isStatic
            || a.AttributeType.FullName != NativeCode.EntryAttribute));

    /// <summary>
    /// What reflection shows of a method that only a patch has, for a method that stands for it in another class: its other attributes,
    /// and which references may be null where the class around it says so for all.
    /// </summary>
    public static IReadOnlyList<CustomAttribute> FindShown(MethodDefinition source)
    {
        List<CustomAttribute> shown = [.. source.CustomAttributes.Where(static a => !Names.Contains(a.AttributeType.FullName))];
        if (!shown.Exists(IsContext))
        {
            for (var type = source.DeclaringType; type is not null; type = type.DeclaringType)
            {
                if (type.CustomAttributes.FirstOrDefault(IsContext) is not { } context)
                    continue;
                shown.Add(context);
                break;
            }
        }

        return shown;
    }

    private static bool IsContext(CustomAttribute attribute) => attribute.AttributeType.FullName == "System.Runtime.CompilerServices.NullableContextAttribute";
}
