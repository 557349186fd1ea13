using HotWeave.Weaver.Analysis.Patching.Once;
using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;
using HotWeave.Weaver.Model.Mapping;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching.Mapping;

/// <summary>
/// Finds out what a program maps anew in a running process: <c>Main</c>'s calls that map end points, and the methods that these reach,
/// where HotWeave.AspNetCore is in the deployed process to take the difference into its routes.
/// </summary>
internal sealed class MappingReplays
{
    private const int MostDifferences = 8;

    private readonly Lazy<CallGraph> _callGraph;
    private readonly Dictionary<ModuleDefinition, AssemblyMatch> _new;
    private readonly OwnReplays _own;
    private readonly AssemblyMatch? _program;
    private readonly (MethodDefinition Head, MethodDefinition Body)? _main;
    private readonly (MethodDefinition Head, MethodDefinition Body)? _oldMain;
    private readonly MappingCode? _now;
    private readonly MappingCode? _then;

    public MappingReplays(IReadOnlyList<PatchDiff> diffs, Lazy<CallGraph> calls, IReadOnlyCollection<string> accepted)
    {
        _callGraph = calls;
        List<AssemblyMatch> matches = [.. diffs.Select(static d => d.Match)];
        _new = matches.ToDictionary(static m => m.Pair.New);
        _own = new OwnReplays(matches, MappingCalls.Rules);
        _program = matches.Find(static m => !m.Pair.IsNewProject && m.Pair.New.EntryPoint is not null && m.Pair.Old.EntryPoint is not null);
        if (_program is null || accepted.Contains(EditDiagnostics.MappedAnew.Id) || !matches.Exists(static m => Integration.IsIn(m.Pair.Old)))
            return;
        _main = ProgramMain.Find(_program.Pair.New);
        _oldMain = ProgramMain.Find(_program.Pair.Old);
        _now = ReadMain(_main, _program.NewKeys);
        _then = ReadMain(_oldMain, _program.OldKeys);
        if (_now is not null && _then is not null && IsChanged())
            Replay = Make();
    }

    /// <summary>What is mapped anew; null where nothing is.</summary>
    public MappingReplay? Replay { get; }

    /// <summary>Whether a head's change is in force once the program's end points are mapped anew: nobody else has called it at the start.</summary>
    public bool Covers(MethodDefinition head) =>
        Replay is not null && _now!.Reached.Contains(head)
        && _callGraph.Value.BodiesThatName(head).All(b => _now.Reached.Contains(b) || b == _main?.Body)
        && !_now.Rest.SelectMany(static r => r.Statement.Calls).Any(c => NamedOperand.Is(c.Method, head));

    /// <summary>What differs of a head that is no such call; null for other heads than the program's.</summary>
    public (bool AreSame, StatementDiff Differences, IReadOnlyList<RestStatement> Obstacles)? CompareRest(MethodDefinition head)
    {
        if (_now is null || _then is null || head != _main?.Head)
            return null;
        var differences = StatementDiff.Compare([.. _now.Rest.Select(static r => r.Statement)], [.. _then.Rest.Select(static r => r.Statement)]);
        // Order counts, and a difference that no mapping explains is in the rest, whatever its statements say.
        var areSame = Replay is not null && !_now.Calls.Select(static c => c.Text).SequenceEqual(_then.Calls.Select(static c => c.Text), StringComparer.Ordinal)
            && _now.Rest.Select(static r => r.Statement.Text).SequenceEqual(_then.Rest.Select(static r => r.Statement.Text), StringComparer.Ordinal);
        return (areSame, differences, [.. _now.Rest.Concat(_then.Rest).Where(r => r.Obstacle is not null && (differences.Added.Contains(r.Statement) || differences.Removed.Contains(r.Statement)))]);
    }

    /// <summary>Why a changed method that takes a builder is not run anew; null where it is, or is none.</summary>
    public string? ExplainObstacle(MethodDefinition head) =>
        _now is not null && head.Parameters.Count > 0 && MappingCalls.Rules.IsBuilder(head.Parameters[0].ParameterType) && !Covers(head)
            ? _own.Judge(head, isNew: true).Obstacle
            : null;

    private bool IsChanged() =>
        !_now!.Calls.Select(static c => c.Text).SequenceEqual(_then!.Calls.Select(static c => c.Text), StringComparer.Ordinal) || _now.Reached.Any(IsChanged);

    private bool IsChanged(MethodDefinition reached) =>
        _new[reached.Module] is var match && (match.OldOf(reached) is not { } old || new HeadChanges(match).IsChanged(reached, old));

    private MappingReplay? Make()
    {
        var builder = _program!.Pair.New.GetTypeReferences().FirstOrDefault(static t => t.FullName == MappingMethod.BuilderType);
        var deployed = _program.Pair.Old.GetTypeReferences().FirstOrDefault(static t => t.FullName == MappingMethod.BuilderType);
        if (builder is null || deployed is null)
            return null;
        var woven = _program.Pair.Deployed.Woven;
        return new MappingReplay(
            _main!.Value.Head,
            DescribeDifferences(),
            MappingMethod.Make(_main.Value.Head.DeclaringType, MappingMethod.Name, builder, _now!.Calls, static m => m),
            // Members have the same rows in the woven file.
            MappingMethod.Make(_program.Pair.Deployed.WovenOf(_oldMain!.Value.Head.DeclaringType), MappingMethod.Name, Find(deployed), _then!.Calls, Find));

        T Find<T>(T member)
            where T : MemberReference => (T)(MemberReference)woven.LookupToken(member.MetadataToken);
    }

    private string DescribeDifferences()
    {
        var (now, then) = (_now!.Calls.Select(Summarise).ToList(), _then!.Calls.Select(Summarise).ToList());
        List<string> parts =
        [
            .. now.Except(then, StringComparer.Ordinal).Select(static s => "+ " + s),
            .. then.Except(now, StringComparer.Ordinal).Select(static s => "- " + s),
            .. _now.Reached.Where(IsChanged).Select(static m => "changed " + ReadableName.Describe(m)),
        ];
        return parts.Count == 0 ? "other handlers or values" : ReadableName.ListFirst(parts, MostDifferences);

        static string Summarise(MappedCall call) => StatementSummary.Write([.. call.Arguments.SelectMany(static a => a.Row), call.Instruction]);
    }

    private MappingCode? ReadMain((MethodDefinition Head, MethodDefinition Body)? found, GeneratedKeys keys) =>
        found is { } main ? MappingReader.Read(main.Body, MappingCalls.Rules, new MemberText(keys), _own.Find, isMain: true) : null;
}

/// <summary>What a program maps, as methods that do it again on a builder that is given.</summary>
/// <param name="Main">The new build's entry point.</param>
/// <param name="Differences">What differs, for people.</param>
/// <param name="New">For the new build; belongs to the class of its <c>Main</c>.</param>
/// <param name="Deployed">For the deployed build, in terms of the woven file.</param>
internal sealed record MappingReplay(MethodDefinition Main, string Differences, MethodDefinition New, MethodDefinition Deployed);
