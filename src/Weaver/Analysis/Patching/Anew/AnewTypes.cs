using HotWeave.Weaver.Analysis.Patching.Once;
using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching.Anew;

/// <summary>
/// Finds types whose shape changed and that can be new types for new code, beside the deployed ones: nobody outside of the assembly knows
/// them, and no value of them outlives the calls that work with it. Calls that are under way end with the deployed type.
/// </summary>
/// <param name="pairs">The assemblies of the patch; fields have the same names where they are the same.</param>
/// <param name="trace">Finds where values of types leave them, in a deployed body; null where the body is not understood.</param>
/// <param name="sink">Hears what became of each.</param>
internal sealed class AnewTypes(
    IReadOnlyList<AssemblyPair> pairs,
    Func<MethodDefinition, Func<TypeDefinition, bool>, IReadOnlyList<ValueConversion>?> trace,
    DiagnosticSink sink)
{
    private const int MostNamed = 5;

    /// <summary>The types of the new builds.</summary>
    public IReadOnlyCollection<TypeDefinition> Find() => [.. pairs.SelectMany(FindIn)];

    /// <summary>The same where objects that exist would have nothing in new fields: with what such a class derives from.</summary>
    /// <param name="unset">The fields, of new builds.</param>
    public IReadOnlyCollection<TypeDefinition> FindFor(IReadOnlyList<FieldDefinition> unset)
    {
        var found = new HashSet<TypeDefinition>();
        foreach (var type in unset.Select(static f => f.DeclaringType).Distinct().Where(static t => !AnewName.IsOn(t)))
        {
            var pair = pairs.First(p => p.New == type.Module);
            if (pair.Old.GetType(type.FullName) is not { } old || found.Contains(old) || FindFamily(pair, old) is not { } group)
                continue;
            found.UnionWith(group.Types);
            Report(type, old, group);
        }

        return [.. pairs.SelectMany(p => FindNew(p, found.Where(t => t.Module == p.Old)))];
    }

    private IEnumerable<TypeDefinition> FindIn(AssemblyPair pair)
    {
        var found = new HashSet<TypeDefinition>();
        var makers = new ObjectMakers(pair.Old);
        foreach (var type in pair.Untouched.OthersIn(pair.New).Where(static t => !GeneratedCode.IsGenerated(t) && !GeneratedCode.IsAnonymous(t)))
        {
            if (pair.Old.GetType(type.FullName) is not { } old || found.Contains(old) || !ShapeChange.Is(type, old))
                continue;
            if (Judge(pair, old, makers) is not { } group)
                continue;
            found.UnionWith(group.Types);
            Report(type, old, group);
        }

        return FindNew(pair, found);
    }

    private static IEnumerable<TypeDefinition> FindNew(AssemblyPair pair, IEnumerable<TypeDefinition> deployed) =>
        deployed.Select(t => pair.New.GetType(t.FullName)).Where(static t => t is not null);

    // What is taken for its base class is taken for something else, unless that is another type too.
    private AnewGroup? FindFamily(AssemblyPair pair, TypeDefinition old)
    {
        var makers = new ObjectMakers(pair.Old);
        var first = old;
        while (first.BaseType?.GetElementType() is TypeDefinition above)
            first = above;
        return AnewGroup.Find(first, makers) is { } group && FindObstacle(pair, group, makers) is null ? group : null;
    }

    private void Report(TypeDefinition type, TypeDefinition old, AnewGroup group)
    {
        var others = group.Types.Where(t => t != old).Select(ReadableName.Describe).OrderBy(static n => n, StringComparer.Ordinal).ToList();
        var with = others.Count == 0 ? "" : $", with {ReadableName.ListFirst(others, MostNamed)}";
        sink.Report(EditDiagnostics.TypeMadeAnew.At(ReadableName.Describe(type), SymbolLocation.Find(type), ReadableName.Describe(type), with));
    }

    private AnewGroup? Judge(AssemblyPair pair, TypeDefinition old, ObjectMakers makers)
    {
        var group = AnewGroup.Find(old, makers);
        var obstacle = group is null ? "too many types are made of it" : FindObstacle(pair, group, makers);
        if (obstacle is null)
            return group;
        sink.Report(EditDiagnostics.TypeKeepsShape.At(ReadableName.Describe(old), SymbolLocation.Find(old), ReadableName.Describe(old), obstacle));
        return null;
    }

    private string? FindObstacle(AssemblyPair pair, AnewGroup group, ObjectMakers makers)
    {
        foreach (var type in group.Types)
        {
            if (FindObstacle(pair, type) is { } obstacle)
                return obstacle;
            if (!type.IsValueType && !makers.AreKnown(type, group.Types.Contains))
                return $"objects of {ReadableName.Describe(type)} may be made by others than the code that is at hand";
        }

        // Attributes of its own are another type's too.
        var attributed = AttributeMentions.Find(pair.Old.GetTypes().Where(t => !group.Contains(t)), group.IsIn)
            ?? AttributeMentions.Find(pair.New.GetTypes().Where(t => !IsNamedAsOneOf(t, group)), t => TypeMentions.In(t).Any(d => IsNamedAsOneOf(d, group)));
        return attributed is not null ? $"an attribute of {attributed} names it" : new OutlivingValues(group, trace).Find();
    }

    private static bool IsNamedAsOneOf(TypeDefinition type, AnewGroup group) => group.Types.Any(g => g.FullName == type.FullName);

    private string? FindObstacle(AssemblyPair pair, TypeDefinition type)
    {
        var name = ReadableName.Describe(type);
        if (type.IsInterface || type.IsEnum)
            return $"{name} is {(type.IsEnum ? "an enumeration" : "an interface")}";
        if (FrameworkTypes.HasAbove(type, static t => t.FullName == "System.Exception"))
            return $"{name} is an exception, and code that is under way may catch it";
        if (FrameworkTypes.HasAbove(type, static t => t.FullName == "System.Attribute"))
            return $"{name} is an attribute, and what is deployed is marked with it";
        if (Marks.IsTracked(type))
            return $"objects of {name} are tracked";
        if (OutsideVisibility.IsVisible(type) && pair.Old.EntryPoint is null)
            return $"code of other assemblies can name {name}";
        return pairs.Any(p => p != pair && IsShown(pair, type, p) && p.New.AssemblyReferences.Any(r => r.Name == pair.Name))
            ? $"other assemblies can name {name}"
            : null;
    }

    private static bool IsShown(AssemblyPair pair, TypeDefinition type, AssemblyPair other) =>
        OutsideVisibility.IsVisible(type)
        || OutsideVisibility.ListFriends(pair.Old).Concat(OutsideVisibility.ListFriends(pair.New)).Contains(other.Name);
}
