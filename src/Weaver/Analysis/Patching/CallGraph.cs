using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>Who calls whom among the methods that a person wrote, over all assemblies of a patch; what is called from a lambda counts for its method.</summary>
internal sealed class CallGraph
{
    private readonly Dictionary<MethodDefinition, List<MethodDefinition>> _callers = [];
    private readonly HashSet<MethodDefinition> _addressTaken = [];

    public CallGraph(IReadOnlyList<AssemblyMatch> matches)
    {
        var modules = matches.ToDictionary(static m => m.Pair.Name, static m => m.Pair.New, StringComparer.Ordinal);
        var keys = matches.ToDictionary(static m => m.Pair.New, static m => m.NewKeys);
        foreach (var match in matches)
        {
            foreach (var method in match.Pair.New.GetTypes().SelectMany(static t => t.Methods).Where(static m => m.HasBody))
                Scan(method, modules, keys);
        }
    }

    /// <summary>The methods whose bodies, lambdas included, name <paramref name="method"/>.</summary>
    public IReadOnlyList<MethodDefinition> CallersOf(MethodDefinition method) => _callers.TryGetValue(method, out var callers) ? callers : [];

    /// <summary>Whether any code makes a delegate of the method or names it by its token.</summary>
    public bool IsAddressTaken(MethodDefinition method) => _addressTaken.Contains(method);

    private void Scan(MethodDefinition method, Dictionary<string, ModuleDefinition> modules, Dictionary<ModuleDefinition, GeneratedKeys> keys)
    {
        foreach (var instruction in method.Body.Instructions)
        {
            if (instruction.Operand is not MethodReference reference || Resolve(reference, modules) is not { } callee)
                continue;
            if (instruction.OpCode.Code is Code.Ldftn or Code.Ldvirtftn or Code.Ldtoken)
                _addressTaken.Add(callee);
            Add(keys[callee.Module].RootOf(callee), keys[method.Module].RootOf(method));
        }
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

    private static MethodDefinition? Resolve(MethodReference reference, Dictionary<string, ModuleDefinition> modules)
    {
        var element = reference.DeclaringType.GetElementType();
        var isOwn = element is TypeDefinition || (element.Scope is AssemblyNameReference scope && modules.ContainsKey(scope.Name));
        return isOwn ? reference.Resolve() : null;
    }
}
