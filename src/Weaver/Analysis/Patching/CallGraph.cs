using HotWeave.Weaver.Model;
using HotWeave.Weaver.Model.Raw;
using HotWeave.Weaver.Model.Raw.Rows;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>Who calls whom among the methods that a person wrote, over all assemblies of a patch; what is called from a lambda counts for its method.</summary>
internal sealed class CallGraph
{
    // In the order in which they were found; who they belong to is asked when somebody asks for them.
    private readonly Dictionary<(ModuleDefinition Module, int Row), List<(int Order, ModuleDefinition Module, int Row)>> _callers = [];
    private readonly HashSet<(ModuleDefinition Module, int Row)> _addressTaken = [];
    private readonly Dictionary<string, ModuleDefinition> _modules;
    private readonly Dictionary<ModuleDefinition, GeneratedKeys> _keys;
    private int _found;

    private CallGraph(IReadOnlyList<AssemblyMatch> matches, Dictionary<ModuleDefinition, GeneratedKeys> keys)
    {
        _keys = keys;
        _modules = keys.Keys.ToDictionary(static m => m.Assembly.Name.Name, StringComparer.Ordinal);
        foreach (var module in keys.Keys)
        {
            if (matches[0].Pair.Raw.Find(module) is { } raw)
                Scan(raw);
            else
                module.GetTypes().SelectMany(static t => t.Methods).ToList().ForEach(Scan);
            if (module.TryGetTypeReference(AccessorMark.Attribute, out _))
                module.GetTypes().SelectMany(static t => t.Methods).ToList().ForEach(ScanAccessor);
        }
    }

    /// <summary>The calls in the new builds.</summary>
    public static CallGraph OfNew(IReadOnlyList<AssemblyMatch> matches) => new(matches, matches.ToDictionary(static m => m.Pair.New, static m => m.NewKeys));

    /// <summary>The calls in the deployed builds.</summary>
    public static CallGraph OfDeployed(IReadOnlyList<AssemblyMatch> matches) => new(matches, matches.ToDictionary(static m => m.Pair.Old, static m => m.OldKeys));

    /// <summary>The bodies that name a method itself, each once, in the order in which they were found.</summary>
    public IEnumerable<MethodDefinition> BodiesThatName(MethodDefinition method) =>
        _callers.TryGetValue(KeyOf(method), out var list) ? list.Select(static c => MethodOf(c.Module, c.Row)).Distinct() : [];

    /// <summary>The methods whose bodies, lambdas included, name <paramref name="method"/>.</summary>
    public IReadOnlyList<MethodDefinition> CallersOf(MethodDefinition method)
    {
        var callers = new List<MethodDefinition>();
        var found = _keys[method.Module].TreeOf(method).SelectMany(m => _callers.TryGetValue(KeyOf(m), out var list) ? list : []);
        foreach (var (_, module, row) in found.OrderBy(static c => c.Order))
        {
            var root = _keys[module].RootOf(MethodOf(module, row));
            if (root != method && (callers.Count == 0 || callers[callers.Count - 1] != root))
                callers.Add(root);
        }

        return callers;
    }

    /// <summary>Whether any code makes a delegate of the method or names it by its token.</summary>
    public bool IsAddressTaken(MethodDefinition method) => _addressTaken.Contains(KeyOf(method));

    private static MethodDefinition MethodOf(ModuleDefinition module, int row) => (MethodDefinition)module.LookupToken(new MetadataToken(TokenType.Method, row));

    private static (ModuleDefinition Module, int Row) KeyOf(MethodDefinition method) => (method.Module, (int)method.MetadataToken.RID);

    private void Scan(RawModule raw)
    {
        var callees = new Dictionary<int, (ModuleDefinition, int)?>();
        foreach (var type in raw.Module.GetTypes())
        {
            var methods = new TypeDefRow(raw.Image.Tables, (int)type.MetadataToken.RID).MethodList;
            for (var row = methods.First; row < methods.End; row++)
            {
                if (raw.IsMovedBody(row))
                    continue;
                if (raw.IsChanged(row))
                    Scan(MethodOf(raw.Module, row));
                else if (raw.BodyOf(row) is { } body)
                    Scan((raw.Module, row), new RawCode(raw.Image.Bytes, body), callees);
            }
        }
    }

    private void Scan(MethodDefinition method)
    {
        if (!method.HasBody)
            return;
        foreach (var instruction in method.Body.Instructions)
        {
            if (instruction.Operand is MethodReference reference && Resolve(reference) is { } callee)
                Add(KeyOf(method), KeyOf(callee), instruction.OpCode.Code is Code.Ldftn or Code.Ldvirtftn or Code.Ldtoken);
        }
    }

    // The runtime makes the call.
    private void ScanAccessor(MethodDefinition method)
    {
        if (AccessorMark.Read(method) is { Owner: { } owner } mark && IsOwn(owner.GetElementType()) && owner.Resolve() is { } type && mark.FindIn(type, method) is MethodDefinition named && InGraph(named) is { } callee)
            Add(KeyOf(method), KeyOf(callee), isAddressTaken: false);
    }

    private void Scan((ModuleDefinition Module, int Row) method, RawCode code, Dictionary<int, (ModuleDefinition, int)?> callees)
    {
        while (code.Advance())
        {
            if (code.Operand != RawOperand.Member || code.Token >>> 24 is not (MetadataTables.MethodDef or MetadataTables.MemberRef or MetadataTables.MethodSpec))
                continue;
            if (!callees.TryGetValue(code.Token, out var callee))
                callees.Add(code.Token, callee = Find(method.Module, code.Token));
            if (callee is { } found)
                Add(method, found, code.Code is RawOperands.Ldftn or RawOperands.Ldvirtftn or RawOperands.Ldtoken);
        }
    }

    private (ModuleDefinition, int)? Find(ModuleDefinition module, int token) =>
        token >>> 24 == MetadataTables.MethodDef ? (module, token & 0xFFFFFF)
        : module.LookupToken(token) is MethodReference reference && Resolve(reference) is { } callee ? KeyOf(callee)
        : null;

    private void Add((ModuleDefinition Module, int Row) caller, (ModuleDefinition Module, int Row) callee, bool isAddressTaken)
    {
        if (isAddressTaken)
            _addressTaken.Add(callee);
        if (!_callers.TryGetValue(callee, out var callers))
            _callers.Add(callee, callers = []);
        if (callers.Count == 0 || callers[callers.Count - 1].Row != caller.Row || callers[callers.Count - 1].Module != caller.Module)
            callers.Add((_found++, caller.Module, caller.Row));
    }

    private MethodDefinition? Resolve(MethodReference reference) =>
        IsOwn(reference.DeclaringType.GetElementType()) && reference.Resolve() is { } found ? InGraph(found) : null;

    private bool IsOwn(TypeReference type) => type is TypeDefinition || (type.Scope is AssemblyNameReference scope && _modules.ContainsKey(scope.Name));

    // A reference may lead to another reading of the same file, in which definitions have the same tokens.
    private MethodDefinition? InGraph(MethodDefinition found)
    {
        if (_keys.ContainsKey(found.Module))
            return found;
        return _modules.TryGetValue(found.Module.Assembly.Name.Name, out var module) && module.LookupToken(found.MetadataToken) is MethodDefinition same && same.FullName == found.FullName ? same : null;
    }
}
