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
    private readonly IReadOnlyList<PatchDiff> _diffs;
    private readonly SlotMap _slots;
    private readonly DiagnosticSink _sink;
    private readonly IReadOnlyList<AssemblyMatch> _matches;
    private readonly Lazy<CallGraph> _calls;
    private readonly List<FieldDefinition> _unset = [];
    private readonly Lazy<CallGraph> _deployedCalls;

    public KeptTypeRules(IReadOnlyList<PatchDiff> diffs, SlotMap slots, DiagnosticSink sink)
    {
        (_diffs, _slots, _sink) = (diffs, slots, sink);
        _matches = [.. diffs.Select(static d => d.Match)];
        _calls = new Lazy<CallGraph>(() => CallGraph.OfNew(_matches));
        _deployedCalls = new Lazy<CallGraph>(() => CallGraph.OfDeployed(_matches));
    }

    /// <summary>The fields that stand in the way, once all are looked at.</summary>
    public IReadOnlyList<FieldDefinition> Unset => _unset;

    /// <summary>The types whose objects keep the code they were made with; a field that stands in the way is refused.</summary>
    public IReadOnlyList<KeptType> Check() => [.. _diffs.SelectMany(Check)];

    private IEnumerable<KeptType> Check(PatchDiff diff)
    {
        var unproven = diff.AddedFields.Where(static a => a.IsUnproven).Select(static a => a.Field);
        foreach (var fields in unproven.GroupBy(static f => f.DeclaringType))
        {
            var type = fields.Key;
            var readers = new KeptReaders(type, diff.Match, _matches, _calls.Value, old => HasStub(diff.Match, old));
            var added = diff.AddedFields.Where(a => a.Field.DeclaringType == type && !a.Field.IsStatic).Select(static a => a.Field);
            if ((FindObstacle(diff, type) ?? readers.FindObstacle([.. added]) ?? FindLost(diff.Match, type)) is { } obstacle)
                Refuse(fields, obstacle);
            else
                yield return Remark(diff.Match, new KeptType(type, [.. fields], [.. readers.FindLambdas()]));
        }
    }

    private string? FindObstacle(PatchDiff diff, TypeDefinition type)
    {
        var match = diff.Match;
        if (match.OldOf(type) is not { } old || old.Module != match.Pair.Old)
            return "an earlier patch brought the type";
        if (!old.Methods.Any(m => HasStub(match, m)))
            return "the type is not swappable";
        if (diff.State.Numbers.Any(n => n.Type == type)
            || diff.State.Hooks.Any(h => h.Kind == PatchHookKind.ChangeObject && h.Method.DeclaringType == type))
            return "code change converts objects of the type";
        return _slots.Inherited.Keys.FirstOrDefault(m => m.DeclaringType == old) is { } gone
            ? $"{ReadableName.Describe(gone)} is gone, and objects that exist would run what they inherit"
            : null;
    }

    private string? FindLost(AssemblyMatch match, TypeDefinition type) =>
        new LostFields(type, match.OldOf(type)!, match, _matches, _deployedCalls).FindObstacle();

    private static bool HasStub(AssemblyMatch match, MethodDefinition old) =>
        StubPattern.Read((MethodDefinition)match.ModuleOf(old).Woven.LookupToken(old.MetadataToken)) is not null;

    private KeptType Remark(AssemblyMatch match, KeptType kept)
    {
        var name = ReadableName.Describe(kept.Type);
        var fields = string.Join(", ", kept.Fields.Select(static f => ReadableName.ShortenField(f)));
        _sink.Report(EditDiagnostics.ObjectsKeepCode.At(name, SymbolLocation.Find(kept.Type), name, fields));
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

    private void Refuse(IEnumerable<FieldDefinition> fields, string obstacle)
    {
        foreach (var field in fields)
        {
            _unset.Add(field);
            var (name, type) = (ReadableName.Describe(field), ReadableName.Describe(field.DeclaringType));
            _sink.Report(EditDiagnostics.FieldNeedsConstructor.At(
                name, SymbolLocation.Find(field.DeclaringType), name, obstacle, ReadableName.ShortenField(field), type, Outside(field)));
        }
    }

    private static string Outside(FieldDefinition field) =>
        field.DeclaringType.HasGenericParameters
            ? ""
            : ", or in an assembly given with --with, without a change of the source (--stub <folder> writes the project)";
}
