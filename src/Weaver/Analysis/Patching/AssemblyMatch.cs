using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>
/// Which definition of the new build is which definition of the deployed one. A type that has a partner keeps its identity in a patch;
/// one that has none moves into the patch.
/// </summary>
internal sealed class AssemblyMatch
{
    private readonly Dictionary<TypeDefinition, TypeDefinition> _types = [];
    private readonly Dictionary<MethodDefinition, MethodDefinition> _methods = [];
    private readonly Dictionary<MethodDefinition, MethodDefinition> _newOfOld = [];
    private readonly Dictionary<FieldDefinition, FieldDefinition> _fields = [];
    private readonly Dictionary<TypeDefinition, TypeDefinition> _newOfOldTypes = [];
    private readonly HashSet<TypeDefinition> _left = [];

    /// <summary>Finds out.</summary>
    /// <param name="pair">The two builds.</param>
    public AssemblyMatch(AssemblyPair pair)
    {
        Pair = pair;
        OldKeys = new GeneratedKeys(pair.Old, Untouched, pair.Raw, [.. pair.Earlier.SelectMany(e => e.TypesAddedTo(pair.Name))]);
        Earlier = new EarlierMembers(pair);
        OldKeys.Add(Earlier);
        NewKeys = new GeneratedKeys(pair.New, OldKeys, Untouched, pair.Raw);
        MatchTypes();
        while (_types.Keys.FirstOrDefault(NamesUnmatched) is { } type)
            Remove(type);
        foreach (var match in _types)
        {
            if (Untouched.Contains(match.Key))
                _left.Add(match.Key);
            else
                MatchMembers(match.Key, match.Value);
        }
    }

    public AssemblyPair Pair { get; }

    /// <summary>The types that are the same in both builds; their members are matched when one is asked for.</summary>
    public UntouchedTypes Untouched => Pair.Untouched;

    /// <summary>What earlier patches added to deployed types.</summary>
    public EarlierMembers Earlier { get; }

    public GeneratedKeys OldKeys { get; }

    public GeneratedKeys NewKeys { get; }

    /// <summary>The deployed type that a type of the new build is; null when it moves into the patch.</summary>
    public TypeDefinition? OldOf(TypeDefinition type) => _types.TryGetValue(type, out var old) ? old : null;

    /// <summary>The deployed method that a method of the new build is; null when it is new.</summary>
    public MethodDefinition? OldOf(MethodDefinition method)
    {
        MatchLeft(method.DeclaringType);
        return _methods.TryGetValue(method, out var old) ? old : null;
    }

    /// <summary>The deployed field that a field of the new build is; null when it is new.</summary>
    public FieldDefinition? OldOf(FieldDefinition field)
    {
        MatchLeft(field.DeclaringType);
        return _fields.TryGetValue(field, out var old) ? old : null;
    }

    /// <summary>The method of the new build that a deployed one has become; null when it is gone.</summary>
    public MethodDefinition? NewOf(MethodDefinition old)
    {
        if (_newOfOldTypes.TryGetValue(old.DeclaringType, out var type))
            MatchLeft(type);
        return _newOfOld.TryGetValue(old, out var method) ? method : null;
    }

    /// <summary>The field of the new build that a deployed one has become; null when it is gone.</summary>
    public FieldDefinition? NewOf(FieldDefinition old) =>
        _newOfOldTypes.TryGetValue(old.DeclaringType, out var type) ? type.Fields.FirstOrDefault(f => OldOf(f) == old) : null;

    /// <summary>Whether a deployed type lives on in the new build.</summary>
    public bool IsMatched(TypeDefinition old) => _newOfOldTypes.ContainsKey(old);

    /// <summary>What tells a method of the new build from all others, in later builds too.</summary>
    public string AddedKeyOf(MethodDefinition method) => $"{IdentityOf(method.DeclaringType, NewKeys)}::{KeyOf(method, NewKeys)}";

    /// <summary>The module that a deployed definition stands in, unwoven as it is.</summary>
    public DeployedModule ModuleOf(MemberReference old) => Pair.Modules.First(m => m.Old == old.Module);

    // What is deployed comes before what a patch added, and a later patch before an earlier one that brought a type of the same name.
    private void MatchTypes()
    {
        var deployed = Untouched.OthersIn(Pair.Old).Concat(AddedEarlier().Concat(Earlier.Closures.Select(static c => c.Type)).Reverse());
        var byName = deployed.ToLookup(t => IdentityOf(t, OldKeys), StringComparer.Ordinal);
        foreach (var type in Pair.New.GetTypes())
        {
            if (!Untouched.Contains(type))
            {
                if (byName[IdentityOf(type, NewKeys)].FirstOrDefault(old => !IsMatched(old) && IsSameIdentity(type, old)) is { } partner)
                    Add(type, partner);
            }
            else if (KeepsIdentity(type))
            {
                Add(type, Untouched.OldOf(type));
            }
        }
    }

    /// <summary>The types that earlier patches added, with what the compiler made for them.</summary>
    public IEnumerable<TypeDefinition> AddedEarlier() => Pair.Earlier.SelectMany(e => e.TypesAddedTo(Pair.Name)).SelectMany(WithGenerated);

    private static IEnumerable<TypeDefinition> WithGenerated(TypeDefinition type) =>
        type.NestedTypes.Where(GeneratedCode.IsGenerated).SelectMany(WithGenerated).Prepend(type);

    private void Add(TypeDefinition type, TypeDefinition old)
    {
        _types.Add(type, old);
        _newOfOldTypes.Add(old, type);
    }

    private void Remove(TypeDefinition type)
    {
        _newOfOldTypes.Remove(_types[type]);
        _types.Remove(type);
        foreach (var nested in type.NestedTypes.Where(_types.ContainsKey).ToList())
            Remove(nested);
    }

    // A closure whose field holds a closure that moves would hold two types at once.
    private bool NamesUnmatched(TypeDefinition type) =>
        (GeneratedCode.IsGenerated(type) || GeneratedCode.IsAnonymous(type))
        && type.Fields.Any(f => !f.IsStatic && !TypeMentions.AllIn(f.FieldType, _types.ContainsKey));

    // What an earlier patch had to put a class around has the name that it would have without.
    private static string IdentityOf(TypeDefinition type, GeneratedKeys keys) =>
        keys.KeyOf(type) ?? SignatureText.Plain.Write(type).Replace(GeneratedName.Enclosing + "/", "");

    private bool IsSameIdentity(TypeDefinition type, TypeDefinition old) =>
        type.GenericParameters.Count == old.GenericParameters.Count && type.IsValueType == old.IsValueType && KeepsIdentity(type)
        && (!(GeneratedCode.IsGenerated(type) || GeneratedCode.IsAnonymous(type)) || HaveSameInstanceFields(type, old));

    // A state machine belongs to its version: code that is suspended in one must find the fields it left. A closure whose captured set differs cannot serve both versions.
    // Data, and the types that give it its shape, belong to one build. GetTypes lists outer types before their nested ones, so the outer
    // type's match is known here.
    private bool KeepsIdentity(TypeDefinition type) =>
        !GeneratedCode.IsData(type)
        && (!GeneratedCode.IsGenerated(type) || (!GeneratedCode.IsStateMachine(type) && _types.ContainsKey(type.DeclaringType)));

    private bool HaveSameInstanceFields(TypeDefinition type, TypeDefinition old)
    {
        var now = type.Fields.Where(static f => !f.IsStatic).Select(f => KeyOf(f, NewKeys)).OrderBy(static k => k, StringComparer.Ordinal);
        var then = old.Fields.Where(static f => !f.IsStatic).Select(f => KeyOf(f, OldKeys)).OrderBy(static k => k, StringComparer.Ordinal);
        return now.SequenceEqual(then, StringComparer.Ordinal);
    }

    private void MatchLeft(TypeDefinition type)
    {
        if (!_left.Remove(type))
            return;
        var old = _types[type];
        if (type.Methods.Count != old.Methods.Count || type.Fields.Count != old.Fields.Count)
            throw new WeaverDefectException($"{type.FullName} is called the same in both builds and is not");
        for (var i = 0; i < type.Methods.Count; i++)
            Add(type.Methods[i], old.Methods[i]);
        for (var i = 0; i < type.Fields.Count; i++)
            Add(type.Fields[i], old.Fields[i]);
    }

    private void Add(MethodDefinition method, MethodDefinition old)
    {
        if (_newOfOld.ContainsKey(old) || !TypeMentions.AllIn(method, _types.ContainsKey))
            return;
        _methods.Add(method, old);
        _newOfOld.Add(old, method);
    }

    private void Add(FieldDefinition field, FieldDefinition old)
    {
        if (!IsCache(field) && !GeneratedCode.IsData(field) && TypeMentions.AllIn(field.FieldType, _types.ContainsKey))
            _fields.Add(field, old);
    }

    private void MatchMembers(TypeDefinition type, TypeDefinition old)
    {
        var methods = new Dictionary<string, MethodDefinition>(StringComparer.Ordinal);
        foreach (var method in old.Methods)
            methods[KeyOf(method, OldKeys)] = method;
        foreach (var method in type.Methods)
        {
            if (methods.TryGetValue(KeyOf(method, NewKeys), out var partner))
                Add(method, partner);
        }

        var fields = new Dictionary<string, FieldDefinition>(StringComparer.Ordinal);
        foreach (var field in old.Fields)
            fields[KeyOf(field, OldKeys)] = field;
        foreach (var field in type.Fields)
        {
            if (fields.TryGetValue(KeyOf(field, NewKeys), out var partner))
                Add(field, partner);
        }
    }

    // A cache holds what one version's code put there: a delegate, a dynamic call site with its binder.
    private static bool IsCache(FieldDefinition field) =>
        field.IsStatic && GeneratedCode.IsGenerated(field.DeclaringType) && !GeneratedCode.IsSingleton(field);

    private static string KeyOf(MethodDefinition method, GeneratedKeys keys) =>
        keys.Signatures.Write(method, keys.KeyOf(method) ?? method.Name)
        + (HasOwnConstraints(method) ? string.Join(";", method.GenericParameters.Select(p => TypeShapeRules.Text(p, keys.Signatures))) : "");

    // A method with other constraints is another method to its callers. A virtual one has its slot all the same.
    private static bool HasOwnConstraints(MethodDefinition method) =>
        !method.IsVirtual && !GeneratedCode.IsGenerated(method) && method.GenericParameters.Any(static p => p.HasConstraints || (p.Attributes & GenericParameterAttributes.SpecialConstraintMask) != 0);

    private static string KeyOf(FieldDefinition field, GeneratedKeys keys) =>
        $"{(field.HasConstant ? "const " : field.IsStatic ? "static " : "")}{keys.Signatures.Write(field.FieldType)} {keys.KeyOf(field) ?? field.Name}";
}
