using HotWeave.Weaver.Analysis.Weaving;
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

    /// <summary>Whether the type is one that running code knows, so that its method table is fixed.</summary>
    public bool IsDeployed(TypeDefinition type) => OldOf(type) is not null;

    /// <summary>The deployed method as it is, with its stub.</summary>
    public StubPattern? StubOf(TypeDefinition type, MethodDefinition old)
    {
        var module = _matches[type.Module].ModuleOf(old);
        return StubPattern.Read((MethodDefinition)module.Woven.LookupToken(old.MetadataToken));
    }

    /// <summary>A name for the slot in which the runtime finds the method; null when it is in none.</summary>
    public string? Of(MethodDefinition method)
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
        method.Module.Assembly.Name.Name + "!" + method.DeclaringType.FullName + "::" + SignatureText.Plain.Of(method);
}
