using HotWeave.Weaver.Model.Raw;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>Who calls whom among the methods that a person wrote, over all assemblies of a patch; what is called from a lambda counts for its method.</summary>
internal sealed class CallGraph
{
    private readonly Dictionary<MethodDefinition, List<MethodDefinition>> _callers = [];
    private readonly HashSet<MethodDefinition> _addressTaken = [];
    private readonly Dictionary<string, ModuleDefinition> _modules;
    private readonly Dictionary<ModuleDefinition, GeneratedKeys> _keys;

    public CallGraph(IReadOnlyList<AssemblyMatch> matches)
    {
        _modules = matches.ToDictionary(static m => m.Pair.Name, static m => m.Pair.New, StringComparer.Ordinal);
        _keys = matches.ToDictionary(static m => m.Pair.New, static m => m.NewKeys);
        foreach (var match in matches)
        {
            var raw = match.Pair.Raw.Of(match.Pair.New);
            var callees = new Dictionary<int, MethodDefinition?>();
            foreach (var method in match.Pair.New.GetTypes().SelectMany(static t => t.Methods).Where(static m => m.HasBody))
            {
                if (raw?.BodyOf(method) is { } body)
                    Scan(method, new RawCode(raw.Image.Bytes, body), raw.Module, callees);
                else
                    Scan(method);
            }
        }
    }

    /// <summary>The methods whose bodies, lambdas included, name <paramref name="method"/>.</summary>
    public IReadOnlyList<MethodDefinition> CallersOf(MethodDefinition method) => _callers.TryGetValue(method, out var callers) ? callers : [];

    /// <summary>Whether any code makes a delegate of the method or names it by its token.</summary>
    public bool IsAddressTaken(MethodDefinition method) => _addressTaken.Contains(method);

    private void Scan(MethodDefinition method)
    {
        foreach (var instruction in method.Body.Instructions)
        {
            if (instruction.Operand is MethodReference reference && Resolve(reference) is { } callee)
                Add(method, callee, instruction.OpCode.Code is Code.Ldftn or Code.Ldvirtftn or Code.Ldtoken);
        }
    }

    private void Scan(MethodDefinition method, RawCode code, ModuleDefinition module, Dictionary<int, MethodDefinition?> callees)
    {
        while (code.Advance())
        {
            if (code.Operand != RawOperand.Member || code.Token >>> 24 is not (MetadataTables.MethodDef or MetadataTables.MemberRef or MetadataTables.MethodSpec))
                continue;
            if (!callees.TryGetValue(code.Token, out var callee))
                callees.Add(code.Token, callee = module.LookupToken(code.Token) is MethodReference reference ? Resolve(reference) : null);
            if (callee is not null)
                Add(method, callee, code.Code is RawOperands.Ldftn or RawOperands.Ldvirtftn or RawOperands.Ldtoken);
        }
    }

    private void Add(MethodDefinition method, MethodDefinition callee, bool isAddressTaken)
    {
        if (isAddressTaken)
            _addressTaken.Add(callee);
        Add(_keys[callee.Module].RootOf(callee), _keys[method.Module].RootOf(method));
    }

    private void Add(MethodDefinition callee, MethodDefinition caller)
    {
        if (callee == caller)
            return;
        if (!_callers.TryGetValue(callee, out var callers))
            _callers.Add(callee, callers = []);
        if (callers.Count == 0 || callers[callers.Count - 1] != caller)
            callers.Add(caller);
    }

    private MethodDefinition? Resolve(MethodReference reference)
    {
        var element = reference.DeclaringType.GetElementType();
        var isOwn = element is TypeDefinition || (element.Scope is AssemblyNameReference scope && _modules.ContainsKey(scope.Name));
        return isOwn ? reference.Resolve() : null;
    }
}
