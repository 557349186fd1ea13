using HotWeave.Weaver.Analysis.Loops;
using HotWeave.Weaver.Analysis.Weaving;
using HotWeave.Weaver.Model;
using HotWeave.Weaver.Model.Ghost;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Ghost;

/// <summary>
/// Finds the methods of an application whose compiled code may have methods inlined that get a stub: those that call them, and those that
/// may have such callers inlined. Of a virtual call or a delegate's the JIT guesses whom it reaches, once it has seen some: so may all that
/// such a call can reach.
/// </summary>
internal sealed class InlineCallers
{
    // RyuJIT's limit where it has counted calls; without that it is a tenth.
    private const int LongestInlined = 1024;
    private const string Invoke = "Invoke";

    private readonly Dictionary<(string Name, int Parameters), List<Call>> _calls = [];
    private readonly HashSet<string> _addressed = [];

    // By names: what is not there is not the application's.
    private readonly Dictionary<string, string> _bases = [];
    private readonly Dictionary<string, List<string>> _interfaces = [];

    /// <summary>Reads who calls what.</summary>
    /// <param name="modules">All of the application.</param>
    public InlineCallers(IEnumerable<ModuleDefinition> modules)
    {
        var types = modules.SelectMany(static m => m.GetTypes()).ToList();
        foreach (var type in types)
        {
            if (type.BaseType is { } known)
                _bases[type.FullName] = known.GetElementType().FullName;
            _interfaces[type.FullName] = [.. type.Interfaces.Select(static i => i.InterfaceType.GetElementType().FullName)];
        }

        foreach (var method in types.SelectMany(static t => t.Methods).Where(static m => m.HasBody))
        {
            foreach (var instruction in method.Body.Instructions)
            {
                if (instruction.Operand is MethodReference called)
                    Note(method, instruction, called);
            }
        }
    }

    /// <summary>Those that may have some of these methods inlined, in the order of their modules.</summary>
    public IReadOnlyList<InlineCaller> Find(IEnumerable<MethodDefinition> stubbed)
    {
        // What is found as no guess is asked again by all that it was found as one.
        var found = new Dictionary<MethodDefinition, bool>();
        var waiting = new Queue<(MethodDefinition Method, bool IsGuess)>(stubbed.Select(static m => (m, false)));
        while (waiting.Count > 0)
        {
            var (method, isGuess) = waiting.Dequeue();
            if (!MayBeInlined(method))
                continue;
            foreach (var (caller, isGuessed) in FindCallers(method).Where(c => c.Caller != method))
            {
                var guess = isGuess || isGuessed;
                if (found.TryGetValue(caller, out var known) && (guess || !known))
                    continue;
                found[caller] = guess;
                waiting.Enqueue((caller, guess));
            }
        }

        return
        [
            .. found.Select(static f => Describe(f.Key, f.Value)).OrderBy(static c => c.Assembly, StringComparer.Ordinal).ThenBy(static c => c.Method),
        ];
    }

    private void Note(MethodDefinition caller, Instruction instruction, MethodReference called)
    {
        var code = instruction.OpCode.Code;
        if (code is Code.Ldftn or Code.Ldvirtftn or Code.Ldtoken)
            _addressed.Add(NameOf(called));
        var key = (called.Name, called.Parameters.Count);
        if (!_calls.TryGetValue(key, out var calls))
            _calls.Add(key, calls = []);
        // Of a struct no call is virtual.
        var on = instruction.Previous is { OpCode.Code: Code.Constrained, Operand: TypeReference and not GenericParameter } constrained
            ? (TypeReference)constrained.Operand : called.DeclaringType;
        calls.Add(new Call(caller, on.GetElementType().FullName, code == Code.Callvirt));
    }

    private IEnumerable<(MethodDefinition Caller, bool IsGuess)> FindCallers(MethodDefinition method)
    {
        var parameters = method.Parameters.Count;
        var callers = Calls(method.Name, parameters).Where(c => Reaches(c.On, method)).Select(static c => (c.Caller, false));
        if (method.IsVirtual)
        {
            var types = TypesOver(method.DeclaringType);
            var virtually = method.Overrides.Select(static o => o.Name).Append(method.Name).Distinct()
                .SelectMany(name => Calls(name, parameters)).Where(c => c.IsVirtual && types.Contains(c.On));
            callers = callers.Concat(virtually.Select(static c => (c.Caller, true)));
        }

        if (!_addressed.Contains(NameOf(method)))
            return callers;
        // One argument may be bound to the delegate.
        var delegates = Calls(Invoke, parameters).Concat(Calls(Invoke, parameters - 1));
        return callers.Concat(delegates.Where(static c => c.IsVirtual).Select(static c => (c.Caller, true)));
    }

    // A reference may name a derived type that inherits the method.
    private bool Reaches(string on, MethodDefinition method) =>
        BasesOf(on).Contains(method.DeclaringType.FullName);

    private HashSet<string> TypesOver(TypeDefinition type)
    {
        var types = new HashSet<string> { "System.Object" };
        foreach (var name in BasesOf(type.FullName))
        {
            types.Add(name);
            if (_interfaces.TryGetValue(name, out var interfaces))
                types.UnionWith(interfaces);
        }

        return types;
    }

    private IEnumerable<string> BasesOf(string type)
    {
        for (var at = type; at is not null; at = _bases.TryGetValue(at, out var next) ? next : null)
            yield return at;
    }

    private static bool MayBeInlined(MethodDefinition method) =>
        !method.NoInlining && method.HasBody && (method.AggressiveInlining || method.Body.CodeSize <= LongestInlined);

    private List<Call> Calls(string name, int parameters) => _calls.TryGetValue((name, parameters), out var calls) ? calls : [];

    private static string NameOf(MethodReference method) => method.DeclaringType.GetElementType().FullName + "::" + method.Name;

    private static InlineCaller Describe(MethodDefinition method, bool isGuess) => new(
        method.Module.Assembly.Name.Name, method.Module.Mvid, method.MetadataToken.ToInt32(), ReadableName.Describe(method),
        FlowGraph.HasBackwardBranch(method.Body), HarmonyRules.FindObstacle(method, BodyFacts.Read(method)) is null, isGuess);

    private sealed record Call(MethodDefinition Caller, string On, bool IsVirtual);
}
