using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>Which method of the new builds, one that no deployed type has, delegates already know by a method of an earlier patch.</summary>
internal sealed class AddedHomes
{
    private readonly Dictionary<ModuleDefinition, AssemblyMatch> _matches;
    private readonly Dictionary<string, AssemblyMatch> _byName;
    private readonly HashSet<string> _compared;
    private readonly ILookup<(string Assembly, string Key), MethodDefinition> _homes;
    private readonly Dictionary<(string Assembly, string Key), MethodDefinition> _added = [];

    /// <param name="matches">The assemblies of the patch: a method of one may name what an earlier patch added to another.</param>
    public AddedHomes(IReadOnlyList<AssemblyMatch> matches)
    {
        _matches = matches.ToDictionary(static m => m.Pair.New);
        _byName = matches.ToDictionary(static m => m.Pair.Name, StringComparer.Ordinal);
        _compared = [.. matches.SelectMany(static m => m.Pair.Modules).Select(static m => m.Name)];
        // The latest patch knows best.
        _homes = matches.SelectMany(static m => m.Earlier.Homes).Where(static h => h.Method.IsStatic).Reverse().ToLookup(static h => (h.Mark.Assembly, h.Mark.Key), static h => h.Method);
        if (_homes.Count == 0)
            return;
        foreach (var match in matches)
        {
            foreach (var type in match.Pair.New.GetTypes().Where(t => match.OldOf(GeneratedCode.UserTypeOf(t)) is not null))
            {
                foreach (var method in type.Methods.Where(m => match.OldOf(m) is null))
                    _added[(match.Pair.Name, match.AddedKeyOf(method))] = method;
            }
        }
    }

    /// <summary>The method of an earlier patch, unwoven, that delegates of a new method name; null where there is none.</summary>
    /// <param name="method">A method that no deployed type has.</param>
    /// <param name="kind">What calls of it mean.</param>
    public MethodDefinition? Find(MethodDefinition method, HomeKind kind)
    {
        if (_homes.Count == 0)
            return null;
        var match = _matches[method.Module];
        return _homes[(match.Pair.Name, AddedMark.KeyOf(match.AddedKeyOf(method), kind))].FirstOrDefault(home => IsOfShape(home, method, kind));
    }

    /// <summary>The method of a new build that delegates of an earlier patch's method belong to; null when it is gone.</summary>
    public MethodDefinition? NewOf(MethodDefinition home, AddedMark mark) =>
        _added.TryGetValue((mark.Assembly, mark.MemberKey), out var method) && IsOfShape(home, method, mark.Kind) ? method : null;

    // Types that are of two patches have one name and are two types all the same.
    private bool IsOfShape(MethodDefinition home, MethodDefinition method, HomeKind kind)
    {
        var ofType = method.DeclaringType.GenericParameters.Count;
        var types = method.Parameters.Select(static p => p.ParameterType).Append(method.ReturnType);
        var hasSelf = method.HasThis && kind != HomeKind.Open;
        if (hasSelf)
            types = types.Prepend(kind == HomeKind.Boxed ? method.Module.TypeSystem.Object : method.DeclaringType);
        var then = home.Parameters.Select(static p => p.ParameterType).Append(home.ReturnType);
        return home.GenericParameters.Count == ofType + method.GenericParameters.Count
            && home.Parameters.Count == method.Parameters.Count + (hasSelf ? 1 : 0)
            && types.Zip(then, AreSame).All(static same => same);
    }

    private bool AreSame(TypeReference now, TypeReference then) =>
        TypeMentions.Named(now).Where(t => MatchOf(t) is not null).Select(DeployedBy).SequenceEqual(TypeMentions.Named(then).Select(static t => NameOf(t.Scope)).Where(_compared.Contains));

    // The assembly, deployed or an earlier patch's, that has a type of a new build; null when none has.
    private string? DeployedBy(TypeReference now)
    {
        var match = MatchOf(now)!;
        var type = now as TypeDefinition ?? match.Pair.New.GetType(now.FullName);
        return type is null ? null : match.OldOf(type)?.Module.Assembly.Name.Name;
    }

    private AssemblyMatch? MatchOf(TypeReference now) => now.Scope switch
    {
        ModuleDefinition module => _matches[module],
        AssemblyNameReference assembly when _byName.TryGetValue(assembly.Name, out var match) => match,
        _ => null,
    };

    private static string NameOf(IMetadataScope scope) => scope is ModuleDefinition module ? module.Assembly.Name.Name : scope.Name;
}
