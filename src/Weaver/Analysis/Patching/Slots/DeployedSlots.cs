using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching.Slots;

/// <summary>Which slot of which method table a method of the new build has in a process that runs the deployed build with the patch beside it.</summary>
internal sealed class DeployedSlots
{
    private readonly Dictionary<ModuleDefinition, AssemblyMatch> _matches;

    public DeployedSlots(IReadOnlyList<AssemblyMatch> matches)
    {
        _matches = matches.ToDictionary(static m => m.Pair.New);
        New = new VirtualMethods(_matches.Keys);
        Old = new VirtualMethods(matches.SelectMany(static m => m.Pair.Modules).Select(static m => m.Old).Distinct());
    }

    /// <summary>The new builds.</summary>
    public VirtualMethods New { get; }

    /// <summary>What is deployed, unwoven.</summary>
    public VirtualMethods Old { get; }

    public TypeDefinition? OldOf(TypeDefinition type) => _matches[type.Module].OldOf(type);

    public MethodDefinition? OldOf(MethodDefinition method) => _matches[method.Module].OldOf(method);

    public MethodDefinition? NewOf(MethodDefinition old) => _matches.Values.Select(m => m.NewOf(old)).FirstOrDefault(static m => m is not null);

    /// <summary>The name by which a type means the same in both builds.</summary>
    public string NameOf(TypeReference type, ModuleDefinition @new) => _matches[@new].NewKeys.Signatures.Write(type);

    /// <summary>The same for a type as the deployed build of <paramref name="new"/> names it.</summary>
    public string OldNameOf(TypeReference type, ModuleDefinition @new) => _matches[@new].OldKeys.Signatures.Write(type);

    /// <summary>Whether the deployed class answers casts of its objects itself, by what weaving added.</summary>
    public static bool AnswersCasts(TypeDefinition old) => old.Methods.Any(static m => m.Name == GeneratedName.InterfaceImplementation && Marks.IsOverrideStub(m));

    /// <summary>A member of an interface of either build, or of one outside, as each build has it.</summary>
    public (MethodDefinition? New, MethodDefinition? Old) BothOf(MethodDefinition member) =>
        _matches.ContainsKey(member.Module) ? (member, OldOf(member))
        : _matches.Values.Any(m => m.Pair.Modules.Any(d => d.Old == member.Module)) ? (NewOf(member), member)
        : (member, member);

    /// <summary>Whether a deployed type lives on.</summary>
    public bool IsKept(TypeDefinition old) => _matches.Values.Any(m => m.IsMatched(old));

    /// <summary>Whether the type is one that running code knows, so that its method table is fixed.</summary>
    public bool IsDeployed(TypeDefinition type) => OldOf(type) is not null;

    /// <summary>The deployed method as it is, with its stub.</summary>
    public StubPattern? StubOf(TypeDefinition type, MethodDefinition old)
    {
        var module = _matches[type.Module].ModuleOf(old);
        return StubPattern.Read((MethodDefinition)module.Woven.LookupToken(old.MetadataToken));
    }

    /// <summary>A name for the slot in which the runtime finds the method; null when it is in none.</summary>
    public string? FindSlot(MethodDefinition method)
    {
        if (OldOf(method) is { } old)
            return old.IsVirtual ? NameOf(Old.RootOf(old)) : null;
        return IsDeployed(method.DeclaringType) || !method.IsVirtual ? null : TakenBy(method);
    }

    /// <summary>Whether a type of the patch cannot override in the slot that it inherits, since a deployed override has sealed that.</summary>
    public bool IsSealedOff(MethodDefinition method) =>
        method.IsVirtual && !method.IsNewSlot && !IsDeployed(method.DeclaringType) && DeployedAbove(method) is { IsFinal: true };

    /// <summary>The override that weaving added to a base class of the method's type and that the method overrides, with the class and how the method's type sees it.</summary>
    public (TypeDefinition Type, TypeReference View, MethodDefinition Method)? OverrideStubAbove(MethodDefinition method)
    {
        foreach (var (view, type) in New.BasesOf(method.DeclaringType))
        {
            var stub = OldOf(type)?.Methods.FirstOrDefault(m => Marks.IsOverrideStub(m) && NewOf(m) is null && VirtualMethods.IsSame(m, view, method));
            if (stub is not null)
                return (type, view, stub);
        }

        return null;
    }

    private string? TakenBy(MethodDefinition method)
    {
        if (DeployedAbove(method) is { } deployed)
            return deployed.IsFinal ? null : NameOf(Old.RootOf(deployed));
        var root = method;
        for (var above = New.Overridden(method); above is not null && !IsDeployed(above.DeclaringType); above = New.Overridden(above))
            root = above;
        return "added " + NameOf(root);
    }

    private MethodDefinition? DeployedAbove(MethodDefinition method)
    {
        for (var above = New.Overridden(method); above is not null; above = New.Overridden(above))
        {
            if (OldOf(above) is { IsVirtual: true } old)
                return old;
        }

        return null;
    }

    private static string NameOf(MethodDefinition method) =>
        method.Module.Assembly.Name.Name + "!" + method.DeclaringType.FullName + "::" + SignatureText.Plain.Write(method);
}
