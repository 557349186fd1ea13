using HotWeave.Weaver.Analysis.Patching.Once;
using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;
using HotWeave.Weaver.Model.Mapping;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching.Mapping;

/// <summary>
/// Finds what a release registers more with dependency injection, in <c>Main</c> and in the program's own methods that take the collection,
/// where HotWeave.AspNetCore is in the deployed process to make such services beside the deployed ones. What is registered otherwise than
/// before is not among it: the deployed services are made of the deployed registration.
/// </summary>
internal sealed class ServiceRegistrations
{
    private readonly Dictionary<ModuleDefinition, AssemblyMatch> _matches;
    private readonly Lazy<CallGraph> _calls;
    private readonly OwnReplays _own;
    private readonly bool _isServed;
    private readonly List<RegistrationReplay> _replays = [];

    public ServiceRegistrations(IReadOnlyList<AssemblyMatch> matches, Lazy<CallGraph> calls, IReadOnlyCollection<string> accepted)
    {
        _matches = matches.ToDictionary(static m => m.Pair.New);
        _calls = calls;
        _own = new OwnReplays(matches, RegistrationCalls.Rules);
        _isServed = !accepted.Contains(EditDiagnostics.ServicesRegistered.Id) && matches.Any(static m => Integration.IsIn(m.Pair.Old));
    }

    /// <summary>What is registered anew, in the order in which it was found.</summary>
    public IReadOnlyList<RegistrationReplay> Replays => _replays;

    /// <summary>The differences of a head without those that are registered anew.</summary>
    public StatementDiff Without(MethodDefinition head, StatementDiff differences)
    {
        if (!_isServed || differences.Added.Count == 0 || !Registers(head) || _matches[head.Module].OldOf(head) is not { } old || !RunsOnce(head, []))
            return differences;
        var match = _matches[head.Module];
        var then = Read(old, match.OldKeys, isMain: IsMain(head)).Calls;
        var now = Read(head, match.NewKeys, isMain: IsMain(head)).Calls;
        HashSet<string> known = [.. then.Select(FindService).OfType<string>()];
        HashSet<string> deployed = [.. then.Select(static c => c.Text)];
        List<MappedCall> added = [.. now.Where(c => !deployed.Contains(c.Text) && !(FindService(c) is { } service && known.Contains(service)))];
        List<Statement> served = [.. differences.Added.Where(s => DoesNothingElse(s, added))];
        added.RemoveAll(c => !served.Exists(s => Makes(s, c)));
        if (added.Count == 0)
            return differences;
        _replays.Add(Make(head, added));
        return differences with { Added = [.. differences.Added.Where(s => !served.Contains(s))] };
    }

    private RegistrationReplay Make(MethodDefinition head, List<MappedCall> added)
    {
        var owner = GeneratedCode.UserTypeOf(head.DeclaringType);
        var collection = head.Module.GetTypeReferences().First(static t => t.FullName == RegistrationCalls.CollectionType);
        var name = "<HotWeave>RegisterServices" + _replays.Count(r => r.Method.DeclaringType == owner);
        return new RegistrationReplay(head, added, MappingMethod.Make(owner, name, collection, added, static m => m));
    }

    private static bool DoesNothingElse(Statement statement, List<MappedCall> added)
    {
        var registering = statement.Calls.Where(static c => RegistrationCalls.Rules.TakesBuilder(c.Method)).ToList();
        return registering.Count > 0 && registering.TrueForAll(r => added.Exists(c => ReferenceEquals(c.Method, r.Method)));
    }

    private static bool Makes(Statement statement, MappedCall call) => statement.Calls.Any(c => ReferenceEquals(c.Method, call.Method));

    // AddSingleton<IClock, Clock>() and AddSingleton(typeof(IClock), typeof(Clock))
    private static string? FindService(MappedCall call) =>
        call.Method is GenericInstanceMethod generic ? generic.GenericArguments[0].FullName
        : call.Arguments.Skip(1).SelectMany(static a => a.Row).Select(static i => i.Operand).OfType<TypeReference>().FirstOrDefault()?.FullName;

    private MappingCode Read(MethodDefinition head, GeneratedKeys keys, bool isMain) =>
        MappingReader.Read(ProgramMain.FindBody(head), RegistrationCalls.Rules, new MemberText(keys), _own.Find, isMain);

    private static bool Registers(MethodDefinition head) =>
        (IsMain(head) && HasOneBuilder(head))
        || (head is { IsStatic: true, HasGenericParameters: false, Parameters.Count: > 0 }
            && RegistrationCalls.Rules.IsBuilder(head.Parameters[0].ParameterType));

    private static bool IsMain(MethodDefinition head) => ProgramMain.Find(head.Module)?.Head == head;

    // Of several hosts nobody knows which one takes part.
    private static bool HasOneBuilder(MethodDefinition main) =>
        ProgramMain.FindBody(main).Body.Instructions.Select(static i => i.Operand).OfType<MethodReference>().Count(MakesBuilder) == 1;

    private static bool MakesBuilder(MethodReference called) =>
        called.Name.StartsWith("Create", StringComparison.Ordinal) && called.ReturnType.Name.EndsWith("Builder", StringComparison.Ordinal);

    // Once, whatever happens, from Main on.
    private bool RunsOnce(MethodDefinition head, HashSet<MethodDefinition> seen)
    {
        if (IsMain(head))
            return true;
        if (!seen.Add(head) || _calls.Value.IsAddressTaken(head))
            return false;
        var sites = _calls.Value.BodiesThatName(head)
            .SelectMany(b => b.Body.Instructions.Where(i => NamedOperand.Names(i, head)).Select(i => (Body: b, Call: i))).ToList();
        if (sites.Count != 1 || new MappingFlow(sites[0].Body).IsConditional(sites[0].Call))
            return false;
        return FindCaller(sites[0].Body) is { } caller && RunsOnce(caller, seen);
    }

    private static MethodDefinition? FindCaller(MethodDefinition body) =>
        ProgramMain.Find(body.Module) is { } main && main.Body == body ? main.Head : GeneratedCode.IsGenerated(body) ? null : body;
}
