using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>Which method of the new build, one that no deployed type has, delegates already know by a method of an earlier patch.</summary>
internal sealed class AddedHomes
{
    private readonly AssemblyMatch _match;
    private readonly ILookup<string, MethodDefinition> _homes;
    private readonly Dictionary<string, MethodDefinition> _added = new(StringComparer.Ordinal);

    public AddedHomes(AssemblyMatch match, EarlierMembers earlier)
    {
        _match = match;
        // The latest patch knows best.
        _homes = earlier.Homes.Where(static h => h.Method.IsStatic).Reverse().ToLookup(static h => h.Mark.Key, static h => h.Method);
        if (_homes.Count == 0)
            return;
        foreach (var type in match.Pair.New.GetTypes().Where(t => match.OldOf(GeneratedCode.UserTypeOf(t)) is not null))
        {
            foreach (var method in type.Methods.Where(m => match.OldOf(m) is null))
                _added[match.AddedKeyOf(method)] = method;
        }
    }

    /// <summary>The method of an earlier patch, unwoven, that delegates of a new method name; null where there is none.</summary>
    /// <param name="method">A method that no deployed type has.</param>
    /// <param name="kind">What calls of it mean.</param>
    public MethodDefinition? Of(MethodDefinition method, HomeKind kind) =>
        _homes.Count == 0 ? null : _homes[AddedMark.KeyOf(_match.AddedKeyOf(method), kind)].FirstOrDefault(home => IsOfShape(home, method, kind));

    /// <summary>The method of the new build that delegates of an earlier patch's method belong to; null when it is gone.</summary>
    public MethodDefinition? NewOf(MethodDefinition home, AddedMark mark) =>
        _added.TryGetValue(mark.MemberKey, out var method) && IsOfShape(home, method, mark.Kind) ? method : null;

    // Types that are of two patches have one name and are two types all the same.
    private bool IsOfShape(MethodDefinition home, MethodDefinition method, HomeKind kind)
    {
        var ofType = method.DeclaringType.GenericParameters.Count;
        var types = method.Parameters.Select(static p => p.ParameterType).Append(method.ReturnType);
        if (method.HasThis)
            types = types.Prepend(kind == HomeKind.Boxed ? method.Module.TypeSystem.Object : method.DeclaringType);
        var then = home.Parameters.Select(static p => p.ParameterType).Append(home.ReturnType);
        return home.GenericParameters.Count == ofType + method.GenericParameters.Count
            && home.Parameters.Count == method.Parameters.Count + (method.HasThis ? 1 : 0)
            && types.Zip(then, AreSame).All(static same => same);
    }

    private bool AreSame(TypeReference now, TypeReference then)
    {
        var mentioned = TypeMentions.In(now).ToList();
        return mentioned.All(t => _match.OldOf(t) is not null)
            && mentioned.Select(t => _match.OldOf(t)!.Module.Assembly.Name.Name).SequenceEqual(TypeMentions.Named(then).Where(n => IsCompared(n.Scope)).Select(static n => NameOf(n.Scope)));
    }

    private bool IsCompared(IMetadataScope scope) => _match.Pair.Modules.Any(m => m.Name == NameOf(scope));

    private static string NameOf(IMetadataScope scope) => scope is ModuleDefinition module ? module.Assembly.Name.Name : scope.Name;
}
