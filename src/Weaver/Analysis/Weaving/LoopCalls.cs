using HotWeave.Weaver.Analysis.Loops;
using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Weaving;

/// <summary>A loop of a swappable type whose runs are counted, as a person knows it.</summary>
/// <param name="Method">The method that a person wrote, or the body of the lambda or local function.</param>
/// <param name="Body">The method whose instructions it is: for asynchronous methods the state machine's step.</param>
/// <param name="Calls">The methods of the same type that the loop calls, and that a person can change under it.</param>
/// <param name="IsWaiting">Whether it waits for work for ever, and is not only fed.</param>
internal sealed record LoopFacts(MethodDefinition Method, MethodDefinition Body, IReadOnlyList<MethodDefinition> Calls, bool IsWaiting);

/// <summary>
/// The calls that waiting loops make: those to methods of their own type are qualified, and whatever they call of the module has a stub,
/// since the loop itself never takes new code.
/// </summary>
internal sealed class LoopCalls
{
    private readonly HashSet<LocalCall> _seen = [];
    private readonly List<LocalCall> _qualified = [];
    private readonly HashSet<MethodDefinition> _called = [];
    private readonly Dictionary<TypeDefinition, List<LoopFacts>> _loops = [];

    private LoopCalls()
    {
    }

    /// <summary>No loop at all: the inference is switched off.</summary>
    public static LoopCalls None { get; } = new();

    /// <summary>The methods of the module that waiting loops call.</summary>
    public ISet<MethodDefinition> Called => _called;

    /// <summary>The calls that waiting loops make to methods of their own type, each once, in metadata order.</summary>
    public IReadOnlyList<LocalCall> Qualified => _qualified;

    /// <summary>Looks at every body of <paramref name="types"/>.</summary>
    public static LoopCalls Find(IEnumerable<SwappableType> types)
    {
        var calls = new LoopCalls();
        foreach (var type in types)
            calls.Look(type);
        return calls;
    }

    /// <summary>Looks at every body of <paramref name="types"/>, and at the other loops of <paramref name="module"/> for what they call.</summary>
    public static LoopCalls Find(IReadOnlyList<SwappableType> types, ModuleDefinition module)
    {
        var calls = Find(types);
        var seen = new HashSet<TypeDefinition>(types.SelectMany(static t => t.Methods.Select(static m => m.DeclaringType)));
        foreach (var method in types.Count == 0 ? [] : module.GetTypes().Where(t => !seen.Contains(t)).SelectMany(static t => t.Methods))
        {
            foreach (var loop in WaitingLoops.Find(method))
                calls._called.UnionWith(TargetsOf(loop, module));
        }

        return calls;
    }

    /// <summary>Whether a call between two methods of one type is made in a waiting loop.</summary>
    public bool IsQualified(LocalCall call) => _seen.Contains(call);

    /// <summary>The loops of <paramref name="type"/> whose runs are counted, in metadata order.</summary>
    public IReadOnlyList<LoopFacts> FindLoops(TypeDefinition type) => _loops.TryGetValue(type, out var loops) ? loops : [];

    private void Look(SwappableType type)
    {
        var roots = StateMachines.Roots(type.Methods);
        foreach (var method in type.Methods)
        {
            var root = roots.TryGetValue(method.DeclaringType, out var kickOff) ? kickOff : method;
            if (Marks.SafePoint(root) is false)
                continue;
            foreach (var loop in WaitingLoops.Find(method))
                Add(type.Type, root, loop);
        }
    }

    private void Add(TypeDefinition type, MethodDefinition root, WaitingLoop loop)
    {
        var called = TargetsOf(loop, type.Module);
        _called.UnionWith(called);
        var targets = called.Where(t => GeneratedCode.UserTypeOf(t.DeclaringType) == type).ToList();
        foreach (var target in targets.Where(t => _seen.Add(new LocalCall(loop.Body, t))))
            _qualified.Add(new LocalCall(loop.Body, target));

        if (!loop.IsCounted)
            return;
        if (!_loops.TryGetValue(type, out var loops))
            _loops.Add(type, loops = []);
        loops.Add(new LoopFacts(root, loop.Body, targets, loop.Kind == LoopKind.Waiting));
    }

    private static List<MethodDefinition> TargetsOf(WaitingLoop loop, ModuleDefinition module) =>
        [.. loop.Calls.Select(c => MethodUses.OwnDefinition(c, module)).OfType<MethodDefinition>().Where(CanChange).Distinct()];

    private static bool CanChange(MethodDefinition target) =>
        target is { IsVirtual: false, IsConstructor: false, HasBody: true }
        && ExportRules.IsCandidate(target)
        && Marks.SafePoint(target) is not false;
}
