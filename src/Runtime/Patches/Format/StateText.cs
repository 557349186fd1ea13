namespace HotWeave.Patches.Format;

/// <summary>Says for people what a patch does with state; in the same words when it is made, inspected and applied.</summary>
internal static class StateText
{
    /// <summary>A type's state gets another number.</summary>
    public static string Numbers(string type, int from, int to) => $"the state of {type} goes from {from} to {to}";

    /// <summary>A hook.</summary>
    public static string Hook(PatchHookKind kind, int from, int to, bool isUpOnly, string name) =>
        IsCodeChange(kind) ? $"CodeChange {from} -> {to}{(isUpOnly ? ", up only" : "")}: {name}" : $"{kind}: {name}";

    /// <summary>Whether a hook carries state over.</summary>
    public static bool IsCodeChange(PatchHookKind kind) => kind is PatchHookKind.ChangeObject or PatchHookKind.ChangeType;

    /// <summary>Whether a hook is for one deployed type.</summary>
    public static bool NamesType(PatchHookKind kind) => IsCodeChange(kind) || kind is PatchHookKind.ShowProperties or PatchHookKind.ShowMethods;
}
