using HotWeave.Weaver.Analysis.Patching.Once;
using HotWeave.Weaver.Analysis.Weaving;
using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>
/// Compares two builds of one assembly. Every difference ends as an <see cref="Edit"/>, a remark or a rude edit; none is passed over.
/// </summary>
internal sealed class AssemblyDiffer
{
    private readonly AssemblyMatch _match;
    private readonly DiagnosticSink _sink;
    private readonly TypeShapeRules _shapes;
    private readonly ServedControllers _controllers;
    private readonly FieldRules _fields;
    private readonly MethodRules _methods;
    private readonly ChangedParts _parts;
    private readonly ClassConstructorRules _classConstructors;
    private readonly AttributeRules _attributes;
    private readonly HookRules _hooks;
    private readonly StateRules _state;
    private readonly List<Edit> _edits = [];
    private readonly List<MethodDefinition> _changed = [];

    public AssemblyDiffer(AssemblyMatch match, OutsideHooks outside, ServedControllers controllers, bool takesServices, DiagnosticSink sink)
    {
        _match = match;
        _sink = sink;
        _shapes = new TypeShapeRules(match, sink);
        _hooks = new HookRules(match, outside, sink);
        _state = new StateRules(match);
        _fields = new FieldRules(match, sink, _hooks, takesServices);
        _controllers = controllers;
        _methods = new MethodRules(match, controllers, sink);
        _parts = new ChangedParts(match);
        _classConstructors = new ClassConstructorRules(match, _methods, sink);
        _attributes = new AttributeRules(match, sink);
    }

    public PatchDiff Diff()
    {
        if (!_match.Pair.IsNewProject)
            CompareConfigurations();
        foreach (var type in _match.Untouched.OthersIn(_match.Pair.New).Where(IsWritten))
            DiffType(type);
        while (_classConstructors.Reinitialised.Count > 0 && DiffComputed())
        {
            // what was computed anew may be what others are computed from
        }

        foreach (var type in _match.Untouched.OthersIn(_match.Pair.Old).Concat(_match.AddedEarlier()).Where(IsWritten))
            DiffDeleted(type);
        if (!_match.Pair.IsNewProject)
            _attributes.Check(_match.Pair);
        // A field that no changed code uses is no reason for a patch.
        if (_edits.Count > 0)
        {
            foreach (var field in _fields.Added.Select(static a => a.Field))
                Record(EditKind.Added, field.DeclaringType, ReadableName.Describe(field), SymbolLocation.Find(field.DeclaringType));
        }

        var fields = _fields.Added.Concat(_classConstructors.Reinitialised).OrderBy(static a => a.Place);
        return new PatchDiff(_match, _edits, _changed, [.. fields], new DiffState(_hooks.Hooks, _hooks.Numbers(), _state.Changes));
    }

    // Said first: it explains the many differences that may follow.
    private void CompareConfigurations()
    {
        var now = DebugBuild.Is(_match.Pair.New.Assembly);
        if (now != DebugBuild.Is(_match.Pair.Old.Assembly))
            _sink.Report(EditDiagnostics.OtherConfiguration.With(_match.Pair.Name, now ? "a debug" : "an optimised", now ? "an optimised" : "a debug"));
    }

    // The module's own type, data of one build and anonymous types follow from what a person wrote.
    private static bool IsWritten(TypeDefinition type) =>
        !GeneratedCode.IsGenerated(type)
        && !GeneratedCode.IsAnonymous(type)
        && !GeneratedCode.IsData(type)
        && !type.Name.StartsWith("<>", StringComparison.Ordinal);

    private void DiffType(TypeDefinition type)
    {
        if (_match.OldOf(type) is not { } old)
        {
            if (_shapes.IsReshaped(type))
                return;
            Record(EditKind.Added, type, ReadableName.Describe(type), SymbolLocation.Find(type));
            return;
        }

        if (!_shapes.Check(type, old))
            return;
        _fields.Check(type, old);
        _state.Check(type, old);
        _attributes.Check(type, old);
        if (_classConstructors.Check(type, old, member => Record(EditKind.Changed, type, member, SymbolLocation.Find(type))) is { } constructor)
            _changed.Add(constructor);
        foreach (var method in type.Methods.Where(IsDiffed))
            DiffMethod(method);
        foreach (var method in old.Methods.Where(static m => IsDiffed(m) && !Marks.IsOverrideStub(m)))
        {
            if (_match.NewOf(method) is null && _methods.CheckDeleted(method))
                Record(EditKind.Deleted, old, ReadableName.Describe(method), SymbolLocation.Find(method));
        }
    }

    private bool DiffComputed()
    {
        var found = false;
        foreach (var type in _match.Pair.New.GetTypes().Where(t => IsWritten(t) && _match.OldOf(t) is not null))
            found |= _classConstructors.CheckComputed(type, member => Record(EditKind.Changed, type, member, SymbolLocation.Find(type)));
        return found;
    }

    // Static constructors are taken apart.
    private static bool IsDiffed(MethodDefinition method) =>
        !GeneratedCode.IsLambdaOrLocalFunction(method) && !(method is { IsConstructor: true, IsStatic: true } && method.DeclaringType.Name != "<Module>");

    private void DiffMethod(MethodDefinition method)
    {
        if (_match.OldOf(method) is not { } old)
        {
            if (!_methods.CheckAdded(method))
                return;
            _changed.Add(method);
            Record(EditKind.Added, method.DeclaringType, ReadableName.Describe(method), SymbolLocation.Find(method));
            return;
        }

        _attributes.Check(method, old);
        if (!_methods.CheckModifiers(method, old) || !_methods.IsChanged(method, old) || !_methods.CheckChanged(method, old))
            return;
        _state.CheckChanged(method, old, _fields.Added);
        _changed.Add(method);
        var (type, member) = (ReadableName.Describe(method.DeclaringType), ReadableName.Describe(method));
        foreach (var part in _parts.List(method, old))
            _edits.Add(new Edit(EditKind.Changed, type, member, part.Location) { Part = part.Name, Before = part.Before });
    }

    private void DiffDeleted(TypeDefinition old)
    {
        if (_match.IsMatched(old) || _match.Pair.Anew.Contains(old) || _shapes.IsReshaped(old))
            return;
        Record(EditKind.Deleted, old, ReadableName.Describe(old), SymbolLocation.Find(old));
        // A controller that the running process serves no more is told of by that.
        if (_controllers.Hides(_match.ModuleOf(old).WovenOf(old)))
            return;
        _sink.Report(EditDiagnostics.TypeDeleted.At(ReadableName.Describe(old), SymbolLocation.Find(old), ReadableName.Describe(old)));
    }

    private void Record(EditKind kind, TypeDefinition type, string member, SourceLocation? location) =>
        _edits.Add(new Edit(kind, ReadableName.Describe(type), member, location));
}
