using System.Globalization;
using HotWeave.Weaver.Analysis.Patching.Raw;
using HotWeave.Weaver.Model;
using HotWeave.Weaver.Model.Raw;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>
/// Names what the compiler made by owner and role (third lambda of <c>Place(Order)</c>, closure of it, its state machine),
/// since the compiler's own names carry ordinals that move when anything is added before them.
/// </summary>
/// <remarks>
/// Idea: walk each body a person wrote in the order of its instructions; whatever generated thing is met first, gets the next number of its
/// role under the path walked so far; the bodies met are walked in turn. What no body reaches has no key and never matches.
/// A field's initialiser is a path of its own, and lambdas and closures take the numbers of the deployed ones that they resemble most.
/// </remarks>
internal sealed class GeneratedKeys
{
    private const string ClosureRole = "closure";
    private const string LambdaRole = "lambda";

    private readonly HashSet<ModuleDefinition> _modules;
    private readonly Dictionary<IMemberDefinition, string> _keys = [];
    private readonly Dictionary<MethodDefinition, MethodDefinition> _roots = [];
    private readonly Dictionary<MethodDefinition, List<MethodDefinition>> _trees = [];
    private readonly Dictionary<string, int> _counters = new(StringComparer.Ordinal);

    private readonly NumberedMembers _met = new();
    private readonly Dictionary<IMemberDefinition, string> _paired = [];
    private readonly GeneratedKeys? _deployed;
    private readonly UntouchedTypes? _untouched;
    private readonly HashSet<TypeDefinition> _left = [];
    private readonly GeneratedMentions _mentions;

    /// <summary>Names what a new build has so that it matches what <paramref name="deployed"/> names.</summary>
    public GeneratedKeys(ModuleDefinition module, GeneratedKeys deployed, UntouchedTypes? untouched = null, RawModules? raw = null)
        : this(module, deployed, untouched, raw, [])
    {
    }

    /// <param name="module">The module whose types are walked, all of them.</param>
    /// <param name="untouched">The types that are walked only when something in one is asked for.</param>
    /// <param name="raw">The modules whose bodies can be read from their images.</param>
    /// <param name="added">Types of other modules that count as types of this one.</param>
    public GeneratedKeys(ModuleDefinition module, UntouchedTypes? untouched = null, RawModules? raw = null, params TypeDefinition[] added)
        : this(module, null, untouched, raw, added)
    {
    }

    private GeneratedKeys(ModuleDefinition module, GeneratedKeys? deployed, UntouchedTypes? untouched, RawModules? raw, TypeDefinition[] added)
    {
        _deployed = deployed;
        _untouched = untouched;
        _mentions = new GeneratedMentions(raw ?? RawModules.None);
        _modules = [module, .. added.Select(static t => t.Module)];
        Signatures = new SignatureText(KeyOf);
        foreach (var type in module.Types.Concat(added))
            NameAnonymous(type);
        foreach (var type in module.Types)
        {
            if (untouched?.Contains(type) == true)
                _left.Add(type);
            else
                NameInAll(type);
        }

        foreach (var type in added)
            NameIn(type);
    }

    /// <summary>Takes up what earlier patches brought for methods of the module, under the keys that it had then.</summary>
    public void Add(EarlierMembers earlier)
    {
        foreach (var (type, mark) in earlier.Closures)
        {
            _keys[type] = mark.Generated;
            _met.Add(type, mark);
        }

        foreach (var (method, mark) in earlier.Homes.Where(static h => h.Mark.Generated.Length > 0))
        {
            if (!method.IsStatic)
                _keys[method] = mark.Generated;
            _met.Add(EarlierMembers.CodeOf(method), mark);
        }
    }

    /// <summary>Signatures in which generated types stand under their keys.</summary>
    public SignatureText Signatures { get; }

    /// <summary>The key of a generated member; null for what a person wrote and for what nothing reaches.</summary>
    public string? KeyOf(IMemberDefinition member)
    {
        if (_left.Count > 0 && IsGenerated(member))
            NameLeft(member as TypeDefinition ?? member.DeclaringType);
        return _keys.TryGetValue(member, out var key) ? key : member is FieldDefinition field ? CacheKeyOf(field) : null;
    }

    // A closure keeps the delegate of a lambda b__7 in an instance field <>9__7.
    private string? CacheKeyOf(FieldDefinition field)
    {
        const string prefix = "<>9__";
        if (field.IsStatic || !field.Name.StartsWith(prefix, StringComparison.Ordinal))
            return null;
        var lambda = field.DeclaringType.Methods.FirstOrDefault(m => m.Name.EndsWith(">b__" + field.Name.Substring(prefix.Length), StringComparison.Ordinal));
        return lambda is not null && _keys.TryGetValue(lambda, out var key) ? key + "/cache" : null;
    }

    /// <summary>The method a person wrote that a body belongs to: itself, or the one whose lambda, local function or state machine it is.</summary>
    public MethodDefinition RootOf(MethodDefinition method)
    {
        if (_left.Count > 0 && IsGenerated(method))
            NameLeft(method.DeclaringType);
        return _roots.TryGetValue(method, out var root) ? root : method;
    }

    /// <summary>A method that a person wrote, with every generated body that it reaches, in the order they were met.</summary>
    public IReadOnlyList<MethodDefinition> TreeOf(MethodDefinition method)
    {
        NameLeft(method.DeclaringType);
        return _trees.TryGetValue(method, out var tree) ? tree : [method];
    }

    private static bool IsGenerated(IMemberDefinition member) => member switch
    {
        TypeDefinition type => GeneratedCode.IsGenerated(type),
        MethodDefinition method => GeneratedCode.IsGenerated(method),
        _ => GeneratedCode.IsGenerated(member.DeclaringType),
    };

    // The new build's names follow those of the deployed one.
    private void NameLeft(TypeDefinition type)
    {
        if (_left.Count == 0)
            return;
        while (type.DeclaringType is { } outer)
            type = outer;
        if (!_left.Remove(type))
            return;
        _deployed?.NameLeft(_untouched!.OldOf(type));
        NameInAll(type);
    }

    private void NameInAll(TypeDefinition type)
    {
        if (!GeneratedCode.IsGenerated(type))
            NameIn(type);
        foreach (var nested in type.NestedTypes)
            NameInAll(nested);
    }

    private void NameAnonymous(TypeDefinition type)
    {
        if (!GeneratedCode.IsAnonymous(type))
            return;
        var invoke = type.Methods.FirstOrDefault(static m => m.Name == "Invoke");
        var key = invoke is null
            ? "anonymous{" + string.Join(",", type.Properties.Select(static p => p.Name)) + "}"
            : "delegate{" + SignatureText.Plain.Write(invoke) + string.Concat(invoke.Parameters.Select(Default)) + "}";
        if (!_keys.ContainsValue(key))
            _keys.Add(type, key);
    }

    // Delegates of lambdas with default values or params differ in nothing else.
    private static string Default(ParameterDefinition parameter) =>
        (parameter.HasConstant ? $"|{parameter.Constant?.GetType().Name} {parameter.Constant}" : parameter.IsOptional ? "|optional" : "|")
        + string.Concat(parameter.CustomAttributes.Select(static a => $"[{a.AttributeType.Name}({string.Join(",", a.ConstructorArguments.Select(static v => v.Value))})]"));

    private void NameIn(TypeDefinition type)
    {
        // Singletons: their own name is their role.
        foreach (var nested in type.NestedTypes.Where(static t => t.Name is "<>c" or "<>O" or "_Closure$__"))
            _keys[nested] = SignatureText.Plain.Write(type) + "/" + nested.Name;
        foreach (var method in type.Methods.Where(m => !GeneratedCode.IsLambdaOrLocalFunction(m) && _mentions.MayBeIn(m)))
        {
            var tree = new List<MethodDefinition>();
            _trees.Add(method, tree);
            Walk([method], method, SignatureText.Plain.Write(type) + "::" + Signatures.Write(method), tree);
        }
    }

    private void Walk(IReadOnlyList<MethodDefinition> methods, MethodDefinition root, string path, List<MethodDefinition> tree)
    {
        if (_deployed is not null)
            Pair(methods, path, _deployed);
        foreach (var method in methods)
            Walk(method, root, path, tree);
    }

    private void Walk(MethodDefinition method, MethodDefinition root, string whole, List<MethodDefinition> tree)
    {
        tree.Add(method);
        if (method != root)
            _roots[method] = root;
        foreach (var (member, path) in _mentions.In(method, whole))
        {
            switch (member)
            {
                case MethodReference reference:
                    MeetType(reference.DeclaringType, root, path, tree);
                    if (Own(reference.DeclaringType) is not null && reference.Resolve() is { } callee)
                        MeetMethod(callee, root, path, tree);
                    break;
                case FieldReference reference:
                    MeetType(reference.DeclaringType, root, path, tree);
                    if (Own(reference.DeclaringType) is not null && reference.Resolve() is { } field)
                        MeetField(field, path);
                    break;
                case TypeReference reference:
                    MeetType(reference, root, path, tree);
                    break;
            }
        }
    }

    private void MeetType(TypeReference reference, MethodDefinition root, string path, List<MethodDefinition> tree)
    {
        if (Own(reference) is not { } type || !GeneratedCode.IsGenerated(type) || _keys.ContainsKey(type))
            return;
        var key = GeneratedCode.IsStateMachine(type) ? Next(path, "machine") : PairedOrNext(type, path, ClosureRole);
        _keys.Add(type, key);
        // Lambdas that share a closure class are walked where a delegate is made of them; everything else runs because the object is.
        Walk([.. type.Methods.Where(static m => !IsSharedLambda(m))], root, key, tree);
    }

    private static bool IsSharedLambda(MethodDefinition method) => GeneratedCode.IsLambdaOrLocalFunction(method) && !method.IsVirtual;

    private void MeetMethod(MethodDefinition method, MethodDefinition root, string path, List<MethodDefinition> tree)
    {
        if (!GeneratedCode.IsLambdaOrLocalFunction(method) || _keys.ContainsKey(method))
            return;
        var role = GeneratedCode.IsLambda(method) ? LambdaRole : "local " + GeneratedCode.LocalFunctionName(method);
        var key = role == LambdaRole ? PairedOrNext(method, path, role) : Next(path, role);
        _keys.Add(method, key);
        Walk([method], root, key, tree);
    }

    // What stands directly in a row of bodies: the number of a deployed closure or lambda is its place in the list.
    private void Pair(IReadOnlyList<MethodDefinition> methods, string whole, GeneratedKeys deployed)
    {
        var met = from method in methods
                  from step in _mentions.In(method, whole)
                  from member in Pairable(step.Member)
                  where !_keys.ContainsKey(member)
                  select (Path: step.Path + "/" + (member is TypeDefinition ? ClosureRole : LambdaRole), Member: member);
        foreach (var group in met.Distinct().GroupBy(static m => m.Path, static m => m.Member).Where(g => deployed._met.FindByRole(g.Key).Count > 0))
        {
            List<IMemberDefinition> now = [.. group];
            var then = deployed._met.FindByRole(group.Key);
            var pairs = GeneratedPairs.Match(now, [.. then.Select(static t => t.Value)]);
            var fresh = then[then.Count - 1].Key + 1;
            for (var i = 0; i < now.Count; i++)
                _paired[now[i]] = Key(group.Key, pairs[i] is { } pair ? then[pair].Key : fresh++);
            _counters[group.Key] = fresh;
        }
    }

    private IEnumerable<IMemberDefinition> Pairable(MemberReference reference)
    {
        if (Own(reference as TypeReference ?? reference.DeclaringType) is not { } type)
            yield break;
        if (GeneratedCode.IsGenerated(type) && !GeneratedCode.IsStateMachine(type))
            yield return type;
        if (reference is MethodReference called && called.Resolve() is { HasBody: true } method && GeneratedCode.IsLambda(method))
            yield return method;
    }

    private string PairedOrNext(IMemberDefinition member, string path, string role)
    {
        if (_deployed is not null)
            return _paired.TryGetValue(member, out var key) ? key : Next(path, role);
        _counters.TryGetValue(path + "/" + role, out var number);
        _met.Add(path + "/" + role, number, member);
        return Next(path, role);
    }

    private void MeetField(FieldDefinition field, string path)
    {
        // Instance fields keep their names (captured variables); of the statics only the caches are numbered by the compiler.
        if (!field.IsStatic || !GeneratedCode.IsGenerated(field.DeclaringType) || GeneratedCode.IsSingleton(field) || _keys.ContainsKey(field))
            return;
        _keys.Add(field, Next(path, "cache"));
    }

    private TypeDefinition? Own(TypeReference? reference) =>
        reference?.GetElementType() is TypeDefinition type && _modules.Contains(type.Module) ? type : null;

    private string Next(string path, string role)
    {
        var counter = path + "/" + role;
        _counters.TryGetValue(counter, out var number);
        _counters[counter] = number + 1;
        return Key(counter, number);
    }

    private static string Key(string counter, int number) => counter + "#" + number.ToString(CultureInfo.InvariantCulture);
}
