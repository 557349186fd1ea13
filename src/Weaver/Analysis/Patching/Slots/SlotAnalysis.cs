using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching.Slots;

/// <summary>
/// Finds where the new build's virtual calls and the method tables of running types disagree, and what a patch does about each place: a call that only new code makes
/// tests the object's type itself; a deployed method that objects reach although they have an override now tests it in its stub's place.
/// </summary>
internal sealed class SlotAnalysis
{
    private readonly IReadOnlyList<TypeDefinition> _types;
    private readonly DiagnosticSink _sink;
    private readonly DeployedSlots _slots;
    private readonly SlotRules _rules;
    private readonly InterfaceCases _interfaces;
    private readonly Dictionary<MethodDefinition, List<MethodDefinition>> _overriders = [];
    private readonly Dictionary<MethodDefinition, List<SlotCase>> _cases = [];
    private readonly Dictionary<MethodDefinition, InheritedSlot> _inherited = [];
    private readonly HashSet<MethodDefinition> _changed = [];
    private readonly InterfaceChanges _interfaceChanges;
    private readonly List<AddedInterface> _added = [];
    private readonly HashSet<TypeDefinition> _replaced = [];

    public SlotAnalysis(IReadOnlyList<AssemblyMatch> matches, DiagnosticSink sink)
    {
        _types = [.. matches.SelectMany(static m => m.Pair.New.GetTypes())];
        _sink = sink;
        _slots = new DeployedSlots(matches);
        _rules = new SlotRules(_slots, sink);
        _interfaceChanges = new InterfaceChanges(_types, _slots, sink);
        _interfaces = new InterfaceCases(_types, _slots);
        foreach (var method in _types.SelectMany(static t => t.Methods).Where(static m => m.IsVirtual))
        {
            if (_slots.New.Overridden(method) is { } above)
                FindOrAdd(_overriders, above).Add(method);
        }
    }

    public SlotMap Analyse()
    {
        foreach (var type in _types)
        {
            _rules.Check(type);
            if (_slots.OldOf(type) is { } old)
                Analyse(type, old);
        }

        var uses = new CastUses(_slots, _sink);
        uses.Check(_interfaceChanges.Gained, _types);
        return new SlotMap(
            _cases.ToDictionary(static c => c.Key, c => (IReadOnlyList<SlotCase>)[.. c.Value.OrderByDescending(DepthOf)]),
            _inherited,
            _changed,
            _replaced,
            [.. _types.SelectMany(static t => t.Methods).Where(_slots.IsSealedOff)],
            [.. _added.OrderByDescending(a => _slots.New.BasesOf(a.Type).Count())],
            [.. _types.Where(t => !_slots.IsDeployed(t)).SelectMany(_interfaceChanges.BridgesOf)],
            uses.Waived);
    }

    private void Analyse(TypeDefinition type, TypeDefinition old)
    {
        foreach (var method in type.Methods.Where(static m => m.IsVirtual))
        {
            if (_slots.OldOf(method) is null && _rules.CanAdd(method))
                AnalyseAdded(method);
            AddCases(method);
        }

        foreach (var added in _interfaceChanges.Find(type, old))
        {
            _added.Add(added);
            _replaced.Add(added.Host);
        }

        foreach (var gone in old.Methods.Where(m => m.IsVirtual && _slots.NewOf(m) is null && !Marks.IsOverrideStub(m)))
            AnalyseDeleted(type, gone);
    }

    private void AnalyseAdded(MethodDefinition method)
    {
        if (method.DeclaringType.IsInterface && method.Overrides.Count == 0)
        {
            if (_interfaces.Find(method) is { Count: > 0 } cases)
                _cases.Add(method, cases);
            return;
        }

        if (_slots.New.OverridesOutside(method) && _slots.OverrideStubAbove(method) is { } stub)
            TestInStub(stub.Type, stub.View, stub.Method, method);
        foreach (var (member, @case) in _interfaces.Reimplemented(method))
        {
            if (_rules.CanReimplement(method, member, @case is not null) && _rules.CanTest(member, method))
                Test(member, [@case!]);
        }
    }

    // Classes only: what implements an interface's member is found from the interface.
    private void AddCases(MethodDefinition method)
    {
        var cases = new List<SlotCase>();
        Collect(method, method, _slots.FindSlot(method), cases);
        if (cases.Count == 0)
            return;
        if (_slots.OldOf(method) is null)
            FindOrAdd(_cases, method).AddRange(cases);
        else if (_slots.OldOf(method)!.HasBody && _rules.CanTest(method, cases[0].Target))
            Test(method, cases);
    }

    private void Test(MethodDefinition deployed, IEnumerable<SlotCase> cases)
    {
        FindOrAdd(_cases, deployed).AddRange(cases);
        _changed.Add(deployed);
    }

    // What the runtime itself finds from the deployed method, or from an override that is called virtually, needs no case.
    private void Collect(MethodDefinition root, MethodDefinition above, string? rootSlot, List<SlotCase> cases)
    {
        var aboveSlot = _slots.FindSlot(above);
        foreach (var method in _overriders.TryGetValue(above, out var overriders) ? overriders : [])
        {
            if (_slots.FindSlot(method) is { } slot && (slot == rootSlot || slot == aboveSlot))
                continue;
            var type = method.DeclaringType;
            cases.Add(new SlotCase(type, _slots.New.BasesOf(type).First(b => b.Type == root.DeclaringType).View, method, type.SeenFromWithin()));
            Collect(root, method, rootSlot, cases);
        }
    }

    private void AnalyseDeleted(TypeDefinition type, MethodDefinition gone)
    {
        if (_interfaces.InsteadOf(type, gone) is { } other)
            Inherit(type, gone, other.Target, other.View, other.IsDefault);
        else if (_slots.New.FindAbove(type, gone) is { HasBody: true } inherited)
            Inherit(type, gone, inherited, _slots.New.BasesOf(type).First(b => b.Type == inherited.DeclaringType).View, true);
        else if (KnownAbove(gone) is { IsVirtual: false } plain)
            Inherit(type, gone, plain, _slots.New.BasesOf(type).First(b => b.Type == plain.DeclaringType).View, true);
        else if (_slots.Old.OverridesOutside(gone) && _rules.OutsideBase(type, gone) is { HasBody: true } outside)
            Inherit(type, gone, outside, _slots.New.OutsideBaseOf(type)!, true);
        else
            _rules.ReportDeleted(gone);
    }

    // The base class has an override that weaving added; it stands for what it calls, and objects below reach it.
    private void TestInStub(TypeDefinition type, TypeReference view, MethodDefinition stub, MethodDefinition method)
    {
        if (!_inherited.TryGetValue(stub, out var known))
            known = new InheritedSlot(stub, _rules.OutsideBase(type, stub)!, _slots.New.OutsideBaseOf(type)!, true, []);
        var @case = new SlotCase(method.DeclaringType, view, method, method.DeclaringType.SeenFromWithin());
        _inherited[stub] = known with { Cases = [.. known.Cases.Append(@case).OrderByDescending(DepthOf)] };
        _replaced.Add(type);
    }

    // What an override overrode is no longer virtual, so the object's type is no longer asked.
    private MethodDefinition? KnownAbove(MethodDefinition gone)
    {
        var above = _slots.Old.Overridden(gone);
        while (above is not null && _slots.NewOf(above) is null)
            above = _slots.Old.Overridden(above);
        return above is null ? null : _slots.NewOf(above);
    }

    private void Inherit(TypeDefinition type, MethodDefinition gone, MethodDefinition target, TypeReference view, bool isDirect)
    {
        if (!_rules.CanInherit(type, gone, target))
            return;
        var cases = new List<SlotCase>();
        if (isDirect && _slots.New.Own(view) is { IsInterface: false })
        {
            Collect(target, target, _slots.FindSlot(target), cases);
            cases.RemoveAll(c => _slots.New.BasesOf(c.Type).All(b => b.Type != type));
            cases = [.. cases.Select(c => c with { View = _slots.New.BasesOf(c.Type).First(b => b.Type == type).View })];
        }

        _inherited.Add(gone, new InheritedSlot(gone, target, view, isDirect, [.. cases.OrderByDescending(DepthOf)]));
        _replaced.Add(type);
    }

    // A class before its bases, every class before every interface.
    private int DepthOf(SlotCase @case) =>
        @case.Type.IsInterface ? _slots.New.InterfacesOf(@case.Type).Count - 10_000 : _slots.New.BasesOf(@case.Type).Count();

    private static List<T> FindOrAdd<T>(Dictionary<MethodDefinition, List<T>> lists, MethodDefinition method)
    {
        if (!lists.TryGetValue(method, out var list))
            lists.Add(method, list = []);
        return list;
    }
}
