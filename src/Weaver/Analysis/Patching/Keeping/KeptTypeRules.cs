using HotWeave.Patches.Format;
using HotWeave.Weaver.Analysis.Patching.Slots;
using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching.Keeping;

/// <summary>
/// Decides about fields whose value only constructors know: objects that exist go on with the deployed code of their type, and new ones
/// have the new code, where no code can read
/// such a field on an object that has none. Else the patch is refused.
/// </summary>
internal sealed class KeptTypeRules
{
    private const int MostMethods = 5;

    private readonly IReadOnlyList<PatchDiff> _diffs;
    private readonly SlotMap _slots;
    private readonly PatchRequest _request;
    private readonly DiagnosticSink _sink;
    private readonly IReadOnlyList<AssemblyMatch> _matches;
    private readonly Lazy<CallGraph> _calls;
    private readonly List<FieldDefinition> _unset = [];
    private readonly List<UnmadeFields> _unmade = [];
    private readonly Lazy<CallGraph> _deployedCalls;

    public KeptTypeRules(IReadOnlyList<PatchDiff> diffs, SlotMap slots, PatchRequest request, DiagnosticSink sink)
    {
        (_diffs, _slots, _request, _sink) = (diffs, slots, request, sink);
        _matches = [.. diffs.Select(static d => d.Match)];
        _calls = new Lazy<CallGraph>(() => CallGraph.OfNew(_matches));
        _deployedCalls = new Lazy<CallGraph>(() => CallGraph.OfDeployed(_matches));
    }

    /// <summary>The fields that go live only while no object of their type is alive, once all are looked at.</summary>
    public IReadOnlyList<UnmadeFields> Unmade => _unmade;

    /// <summary>The fields that stand in the way, or would without such a condition, once all are looked at.</summary>
    public IReadOnlyList<FieldDefinition> Unset => _unset;

    /// <summary>The types whose objects keep the code they were made with; a field that stands in the way is refused.</summary>
    // Those above come first: classes below may go with them.
    public IReadOnlyList<KeptType> Check()
    {
        var kept = new List<KeptType>();
        var types = _diffs.SelectMany(static d => d.AddedFields).Where(static a => a.IsUnproven).Select(static a => a.Field.DeclaringType).Distinct()
            .OrderBy(TypeLine.MeasureDepth);
        foreach (var type in types.Where(t => !kept.Exists(k => k.IsAsked(t))))
        {
            if (Check(type) is { } found)
                kept.Add(found);
        }

        return kept;
    }

    private KeptType? Check(TypeDefinition type)
    {
        var match = DiffOf(type).Match;
        var group = new List<TypeDefinition> { type };
        while (true)
        {
            var readers = new KeptReaders(group, match, _matches, _calls.Value, old => HasStub(match, old));
            var obstacle = group.Select(t => FindObstacle(DiffOf(t), t)).FirstOrDefault(static o => o is not null)
                ?? readers.FindObstacle([.. group.SelectMany(t => AddedTo(t, static _ => true))]);
            // What stands in the way may not, once those below ask too.
            if (readers.Missing is { } missing)
            {
                group.Add(missing);
                continue;
            }

            List<FieldDefinition> fields = [.. group.SelectMany(t => AddedTo(t, static a => a.IsUnproven))];
            if ((obstacle ?? group.Select(FindLost).FirstOrDefault(static o => o is not null)) is { } found)
            {
                RefuseOrCondition(type, [.. AddedTo(type, static a => a.IsUnproven)], found);
                return null;
            }

            List<KeptLambda> lambdas = [.. group.SelectMany(t => new KeptLambdas(DiffOf(t).Match, old => HasStub(match, old)).Find(t))];
            return Remark(match, new KeptType(type, fields, lambdas)
            {
                Below = [.. group.Skip(1)],
                Arguments = readers.Arguments,
                Made = readers.Made,
            });
        }
    }

    private PatchDiff DiffOf(TypeDefinition type) => _diffs.First(d => d.Match.Pair.New == type.Module);

    private IEnumerable<FieldDefinition> AddedTo(TypeDefinition type, Func<AddedField, bool> which) =>
        DiffOf(type).AddedFields.Where(a => a.Field.DeclaringType == type && !a.Field.IsStatic && which(a)).Select(static a => a.Field);

    private string? FindObstacle(PatchDiff diff, TypeDefinition type)
    {
        var match = diff.Match;
        if (match.OldOf(type) is not { } old || old.Module != match.Pair.Old)
            return "an earlier patch brought the type";
        if (!old.Methods.Any(m => HasStub(match, m)))
            return "the type is not swappable";
        if (diff.State.Numbers.Any(n => n.Type == type)
            || diff.State.Hooks.Any(h => h.Kind == PatchHookKind.ChangeObject && h.Type == type))
            return "code change converts objects of the type";
        return _slots.Inherited.Keys.FirstOrDefault(m => m.DeclaringType == old) is { } gone
            ? $"{ReadableName.Describe(gone)} is gone, and objects that exist would run what they inherit"
            : null;
    }

    private string? FindLost(TypeDefinition type)
    {
        var match = DiffOf(type).Match;
        return new LostFields(type, match.OldOf(type)!, match, _matches, _deployedCalls).FindObstacle();
    }

    private bool HasStub(AssemblyMatch match, MethodDefinition old)
    {
        var deployed = (_matches.FirstOrDefault(m => m.Pair.Old == old.Module) ?? match).ModuleOf(old);
        return StubPattern.Read((MethodDefinition)deployed.Woven.LookupToken(old.MetadataToken)) is not null;
    }

    private KeptType Remark(AssemblyMatch match, KeptType kept)
    {
        var name = ReadableName.Describe(kept.Type);
        var fields = string.Join(", ", kept.Fields.Select(static f => ReadableName.ShortenField(f)));
        var names = string.Join(", ", kept.Below.Select(ReadableName.Describe).Prepend(name));
        _sink.Report(EditDiagnostics.ObjectsKeepCode.At(name, SymbolLocation.Find(kept.Type), names, fields));
        if (kept.Arguments.Count > 0)
        {
            var methods = kept.Arguments.Select(a => _matches.First(m => m.Pair.New == a.Method.Module).NewKeys.RootOf(a.Method)).Select(ReadableName.Describe);
            var listed = ReadableName.ListFirst([.. methods.Distinct()], MostMethods);
            _sink.Report(EditDiagnostics.CallsKeepCode.At(name, SymbolLocation.Find(kept.Type), name, listed, fields));
        }

        if (FindUncalled(match, kept.Type) is { } uncalled)
            _sink.Report(EditDiagnostics.MadeAsDeployed.At(name, SymbolLocation.Find(kept.Type), name, ReadableName.Describe(uncalled), fields));
        return kept;
    }

    // What no code calls, the framework does: it knows the deployed constructors only.
    private MethodDefinition? FindUncalled(AssemblyMatch match, TypeDefinition type) =>
        type.IsAbstract
            ? null
            : match.OldOf(type)!.Methods.FirstOrDefault(m => m is { IsConstructor: true, IsStatic: false, HasBody: true }
                && match.NewOf(m) is null && !_deployedCalls.Value.BodiesThatName(m).Any());

    private void RefuseOrCondition(TypeDefinition type, IReadOnlyList<FieldDefinition> fields, string obstacle)
    {
        _unset.AddRange(fields);
        var match = DiffOf(type).Match;
        var inTheWay = new UnmadeRules(match, old => HasStub(match, old)).FindObstacle(type);
        var name = ReadableName.Describe(type);
        if (_request.IfNoneAlive && inTheWay is null)
        {
            _unmade.Add(new UnmadeFields(type, fields));
            _sink.Report(EditDiagnostics.LiveIfNoneAlive.At(
                name, SymbolLocation.Find(type), name, string.Join(", ", fields.Select(static f => ReadableName.ShortenField(f)))));
            return;
        }

        if (_request.IfNoneAlive)
            obstacle += $". Nor can it go by whether an object is alive: {inTheWay}";
        foreach (var field in fields)
            Refuse(field, obstacle, new WaysOut(match, _request.Services).Describe(field, byLooking: inTheWay is null));
    }

    private void Refuse(FieldDefinition field, string obstacle, string ways)
    {
        var name = ReadableName.Describe(field);
        _sink.Report(EditDiagnostics.FieldNeedsConstructor.At(name, SymbolLocation.Find(field.DeclaringType), name, obstacle, ways));
    }
}
