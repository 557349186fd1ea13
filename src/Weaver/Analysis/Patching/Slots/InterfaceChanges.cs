using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching.Slots;

/// <summary>
/// Compares the interfaces that types list with those of the deployed ones. What counts is what objects pass as and run, not the list: an interface that a base class has may
/// come and go. One that is new is answered by the objects themselves, where they can; one that is gone stays with the objects.
/// </summary>
internal sealed class InterfaceChanges(IReadOnlyList<TypeDefinition> types, DeployedSlots slots, DiagnosticSink sink)
{
    private readonly AddedInterfaces _added = new(types, slots);
    private readonly List<(TypeDefinition, TypeReference)> _gained = [];

    /// <summary>The classes and interfaces that gain an interface, with that.</summary>
    public IReadOnlyList<(TypeDefinition Type, TypeReference Interface)> Gained => _gained;

    /// <summary>What types that the patch brings need to implement what they list.</summary>
    public IEnumerable<AddedInterface> BridgesOf(TypeDefinition type) => _added.BridgesOf(type);

    /// <summary>Judges a type that both builds have.</summary>
    /// <returns>The interfaces that its objects, and those of classes below, must answer casts to.</returns>
    public IEnumerable<AddedInterface> Find(TypeDefinition type, TypeDefinition old)
    {
        if ((type.Interfaces.Count == 0 && old.Interfaces.Count == 0) || type.IsInterface != old.IsInterface || GeneratedCode.IsGenerated(type))
            return [];
        var (now, then) = (Side(slots.New, type, false), Side(slots.Old, type, true));
        var (listed, deployed) = (now.List(type), then.List(old));
        foreach (var gone in deployed.Where(d => !listed.ContainsKey(d.Key)))
            CheckRemoved(type, old, gone, now, then);
        var added = new Dictionary<string, TypeReference>(StringComparer.Ordinal);
        foreach (var item in listed.Where(l => !deployed.ContainsKey(l.Key)))
            Collect(item.Value);
        return [.. added.SelectMany(a => Added(type, old, a, now, then))];

        // Compilers list what an interface inherits, but need not.
        void Collect(TypeReference @interface)
        {
            var name = slots.NameOf(@interface, type.Module);
            if (deployed.ContainsKey(name) || added.ContainsKey(name))
                return;
            added.Add(name, @interface);
            foreach (var inherited in @interface.Resolve()?.Interfaces.Select(i => i.InterfaceType.Through(@interface)) ?? [])
            {
                if (!then.Has(old, slots.NameOf(inherited, type.Module)))
                    Collect(inherited);
            }
        }
    }

    private void CheckRemoved(TypeDefinition type, TypeDefinition old, KeyValuePair<string, TypeReference> gone, ListedInterfaces now, ListedInterfaces then)
    {
        if (now.Has(type, gone.Key))
        {
            if (!RunTheSame(type, old, gone.Key, gone.Value, now, then))
                Refuse(type, "removed " + gone.Value.FullName);
            return;
        }

        // For the runtime a class of the patch that has the interface still has what that inherits.
        if (type.IsInterface && types.Any(t => !t.IsInterface && !slots.IsDeployed(t) && slots.New.InterfacesOf(t).Any(i => i.Type == type) && !now.Has(t, gone.Key)))
        {
            Refuse(type, "removed " + gone.Value.FullName);
            return;
        }

        // New code cannot ask for an interface that is gone as a whole, and that is said of the interface.
        if (slots.Old.Own(gone.Value) is not { } own || slots.IsKept(own))
            sink.Report(EditDiagnostics.InterfaceRemoved.At(ReadableName.Describe(type), SymbolLocation.Find(type), ReadableName.Describe(type), gone.Value.FullName));
    }

    private IEnumerable<AddedInterface> Added(TypeDefinition type, TypeDefinition old, KeyValuePair<string, TypeReference> added, ListedInterfaces now, ListedInterfaces then)
    {
        if (then.Has(old, added.Key))
        {
            if (!RunTheSame(type, old, added.Key, added.Value, now, then))
                Refuse(type, "added " + added.Value.FullName);
            return [];
        }

        if (type.IsInterface)
        {
            if (!AllGain(type, added))
                Refuse(type, "added " + added.Value.FullName);
            else if (OutsideVisibility.IsVisible(type))
                sink.Report(EditDiagnostics.BaseInterfaceAdded.At(ReadableName.Describe(type), SymbolLocation.Find(type), ReadableName.Describe(type), added.Value.FullName));
            _gained.Add((type, added.Value));
            return [];
        }

        if (_added.Find(type, added.Value) is not { } answers)
        {
            Refuse(type, "added " + added.Value.FullName);
            return [];
        }

        _gained.Add((type, added.Value));
        return answers;
    }

    // Of an interface that gains a base: calls through it reach objects that implement the base as well, natively or by answering casts.
    private bool AllGain(TypeDefinition type, KeyValuePair<string, TypeReference> added)
    {
        foreach (var implementer in types)
        {
            foreach (var (view, _) in slots.New.InterfacesOf(implementer).Where(i => i.Type == type))
            {
                var gained = slots.NameOf(added.Value.Through(view), implementer.Module);
                if (!Side(slots.New, implementer, false).Lists(implementer, gained))
                    return false;
            }
        }

        return true;
    }

    private bool RunTheSame(TypeDefinition type, TypeDefinition old, string @interface, TypeReference view, ListedInterfaces now, ListedInterfaces then)
    {
        if (type.IsInterface)
            return true;
        foreach (var member in view.Resolve()?.Methods.Where(static m => m.IsVirtual || (m.IsStatic && m.IsAbstract)) ?? [])
        {
            var (newMember, oldMember) = slots.BothOf(member);
            if (newMember is null || oldMember is null)
                continue;
            var runs = now.RunFor(type, @interface, newMember);
            var ran = then.RunFor(old, @interface, oldMember);
            var same = runs is null || ran is null ? runs is null && ran is null : slots.OldOf(runs) == ran || (slots.NewOf(ran) is null && slots.New.FindAbove(type, ran) == runs);
            if (!same)
                return false;
        }

        return true;
    }

    private ListedInterfaces Side(VirtualMethods side, TypeDefinition type, bool isOld) =>
        new(side, isOld ? t => slots.OldNameOf(t, type.Module) : t => slots.NameOf(t, type.Module));

    private void Refuse(TypeDefinition type, string change) =>
        sink.Report(EditDiagnostics.InterfacesChanged.At(ReadableName.Describe(type), SymbolLocation.Find(type), ReadableName.Describe(type), change));
}
