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
            var others = group.Types.Where(t => t != old).Select(ReadableName.Describe).OrderBy(static n => n, StringComparer.Ordinal).ToList();
            var with = others.Count == 0 ? "" : $", with {ReadableName.ListFirst(others, MostNamed)}";
            sink.Report(EditDiagnostics.TypeMadeAnew.At(ReadableName.Describe(type), SymbolLocation.Find(type), ReadableName.Describe(type), with));
        }

        return found.Select(t => pair.New.GetType(t.FullName)).Where(static t => t is not null);
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
            if (!type.IsValueType && !makers.AreKnown(type))
                return $"objects of {ReadableName.Describe(type)} may be made by others than the code that is at hand";
        }

        var attributed = AttributeMentions.Find(pair.Old, group.IsIn) ?? AttributeMentions.Find(pair.New, t => TypeMentions.In(t).Any(d => group.Types.Any(g => g.FullName == d.FullName)));
        return attributed is not null ? $"an attribute of {attributed} names it" : new OutlivingValues(group, trace).Find();
    }

    private string? FindObstacle(AssemblyPair pair, TypeDefinition type)
    {
        var name = ReadableName.Describe(type);
        if (type.IsInterface || type.IsEnum)
            return $"{name} is {(type.IsEnum ? "an enumeration" : "an interface")}";
        if (IsBelow(type, "System.Exception"))
            return $"{name} is an exception, and code that is under way may catch it";
        if (IsBelow(type, "System.Attribute"))
            return $"{name} is an attribute, and what is deployed is marked with it";
        if (Marks.IsTracked(type))
            return $"objects of {name} are tracked";
        if (OutsideVisibility.IsVisible(type) && pair.Old.EntryPoint is null)
            return $"code of other assemblies can name {name}";
        return pairs.Any(p => p != pair && IsShown(pair, type, p) && p.New.AssemblyReferences.Any(r => r.Name == pair.Name)) ? $"other assemblies can name {name}" : null;
    }

    private static bool IsShown(AssemblyPair pair, TypeDefinition type, AssemblyPair other) => OutsideVisibility.IsVisible(type)
        || pair.Old.Assembly.CustomAttributes.Concat(pair.New.Assembly.CustomAttributes).Any(a =>
            a.AttributeType.Name == "InternalsVisibleToAttribute" && a.ConstructorArguments[0].Value is string friend && friend.Split(',')[0].Trim() == other.Name);

    private static bool IsBelow(TypeDefinition type, string name)
    {
        for (var @base = type.BaseType; @base is not null; @base = @base.Resolve()?.BaseType)
        {
            if (@base.FullName == name)
                return true;
        }

        return false;
    }
}
