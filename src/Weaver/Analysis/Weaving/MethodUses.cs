using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Weaving;

/// <summary>A statically bound call between two methods of one swappable type.</summary>
internal readonly record struct LocalCall(MethodDefinition Caller, MethodDefinition Target);

/// <summary>How the methods of swappable types are used by the code that can name them.</summary>
internal sealed class MethodUses
{
    private readonly HashSet<TypeDefinition> _swappable;
    private readonly HashSet<MethodDefinition> _addressTaken = [];
    private readonly HashSet<string> _texts = new(StringComparer.Ordinal);
    private readonly HashSet<MethodDefinition> _calledFromElsewhere = [];
    private readonly Dictionary<TypeDefinition, List<LocalCall>> _localCalls = [];
    private readonly HashSet<LocalCall> _seen = [];

    private MethodUses(IEnumerable<SwappableType> types) => _swappable = [.. types.Select(static t => t.Type)];

    /// <summary>
    /// Whether any code of the module takes the address or the token of <paramref name="method"/> (method groups, event handlers,
    /// expression trees) or has its name as a text, by which reflection finds it.
    /// </summary>
    public bool IsNamedByCode(MethodDefinition method) => _addressTaken.Contains(method) || _texts.Contains(method.Name);

    /// <summary>The methods that another type calls: for private ones, a type that a person nested in theirs.</summary>
    public ISet<MethodDefinition> CalledFromElsewhere => _calledFromElsewhere;

    /// <summary>Looks at every body of <paramref name="module"/>, for what it says of <paramref name="types"/>.</summary>
    public static MethodUses Find(ModuleDefinition module, IReadOnlyList<SwappableType> types)
    {
        var uses = new MethodUses(types);
        foreach (var method in types.Count == 0 ? [] : module.GetTypes().SelectMany(static t => t.Methods).Where(static m => m.HasBody))
            uses.Scan(method);
        return uses;
    }

    /// <summary>The local calls within <paramref name="type"/>, each pair once, in the order of the code.</summary>
    public IReadOnlyList<LocalCall> LocalCalls(TypeDefinition type) => _localCalls.TryGetValue(type, out var calls) ? calls : [];

    private void Scan(MethodDefinition caller)
    {
        foreach (var instruction in caller.Body.Instructions)
        {
            if (instruction.Operand is string text)
                _texts.Add(text);
            if (instruction.Operand is not MethodReference reference || OwnDefinition(reference, caller.Module) is not { } target)
                continue;
            switch (instruction.OpCode.Code)
            {
                case Code.Ldftn or Code.Ldvirtftn or Code.Ldtoken:
                    _addressTaken.Add(target);
                    break;
                case Code.Call or Code.Callvirt:
                    AddCall(new LocalCall(caller, target));
                    break;
            }
        }
    }

    /// <summary>The method of <paramref name="module"/> that a reference in it means; null when it is of another one.</summary>
    public static MethodDefinition? OwnDefinition(MethodReference reference, ModuleDefinition module)
    {
        var element = reference.GetElementMethod();
        if (element is MethodDefinition definition)
            return definition;
        return element.DeclaringType.GetElementType() is TypeDefinition type && type.Module == module ? element.Resolve() : null;
    }

    private void AddCall(LocalCall call)
    {
        if (call.Target.IsVirtual || call.Target.IsConstructor)
            return;
        var type = GeneratedCode.UserTypeOf(call.Target.DeclaringType);
        if (!_swappable.Contains(type))
            return;
        if (GeneratedCode.UserTypeOf(call.Caller.DeclaringType) != type)
        {
            _calledFromElsewhere.Add(call.Target);
            return;
        }

        if (!_seen.Add(call))
            return;
        if (!_localCalls.TryGetValue(type, out var calls))
            _localCalls.Add(type, calls = []);
        calls.Add(call);
    }
}
