using HotWeave.Patches.Format;
using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>A method of the new build that is called round a swap.</summary>
/// <param name="Kind">When.</param>
/// <param name="Method">The method.</param>
/// <param name="From">For code change: the number of the state that it starts from.</param>
/// <param name="To">For code change: the number of the state that it leads to.</param>
/// <param name="IsUpOnly">For code change: whether it knows no way back.</param>
internal sealed record Hook(PatchHookKind Kind, MethodDefinition Method, int From, int To, bool IsUpOnly)
{
    /// <summary>The type, in the new build, that it is for; its own unless its mark names another.</summary>
    public TypeDefinition Type { get; init; } = Method.DeclaringType;

    /// <summary>Whether it stands elsewhere.</summary>
    public bool IsOutside => Type != Method.DeclaringType;

    /// <summary>Whether it carries state over.</summary>
    public bool IsCodeChange => StateText.IsCodeChange(Kind);

    /// <summary>Whether it is for one deployed type.</summary>
    public bool NamesType => StateText.NamesType(Kind);
}

/// <summary>The numbers of the state of a type that both builds have.</summary>
/// <param name="Type">The type in the new build.</param>
/// <param name="Deployed">The number in the baseline.</param>
/// <param name="Number">The number in the new build.</param>
internal sealed record StateNumbers(TypeDefinition Type, int Deployed, int Number);

/// <summary>An edit that changes what state means.</summary>
/// <param name="Type">The type in the new build.</param>
/// <param name="Text">The edit for people.</param>
/// <param name="Mark">Equal for two patches that mean the same by it.</param>
/// <param name="LosesState">Whether the old code would miss what only new code knows.</param>
internal sealed record StateChange(TypeDefinition Type, string Text, string Mark, bool LosesState);

/// <summary>What the difference between two builds of an assembly means for objects and resources that exist.</summary>
internal sealed record DiffState(IReadOnlyList<Hook> Hooks, IReadOnlyList<StateNumbers> Numbers, IReadOnlyList<StateChange> Changes)
{
    /// <summary>Why the difference is stateful, for people.</summary>
    public IEnumerable<string> Lines() =>
        Changes.Select(static c => c.Text).Concat(Numbers.Where(static n => n.Deployed != n.Number).Select(static n => StateText.Numbers(ReadableName.Describe(n.Type), n.Deployed, n.Number)));

    /// <summary>The hooks, for people.</summary>
    public IEnumerable<string> HookLines() =>
        Hooks.Select(static h => StateText.Hook(h.Kind, h.From, h.To, h.IsUpOnly, ReadableName.Describe(h.Method)));
}
