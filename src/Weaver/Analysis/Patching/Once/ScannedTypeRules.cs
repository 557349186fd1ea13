using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching.Once;

/// <summary>
/// Names new types that no code makes objects of, and that a look through an assembly's types finds by what the application marks them with:
/// an attribute, an interface or a base class of its own. Such a look is mostly taken once, when a process starts. A hook that asks for the
/// types that a patch adds sees to them.
/// </summary>
internal sealed class ScannedTypeRules(IReadOnlyList<AssemblyMatch> matches, Lazy<CallGraph> calls, DiagnosticSink sink)
{
    private const int Most = 10;
    private const string Assembly = "System.Reflection.Assembly";

    private static readonly HashSet<string> s_looks = new(StringComparer.Ordinal) { "GetTypes", "GetExportedTypes", "get_DefinedTypes", "get_ExportedTypes" };

    private readonly HashSet<ModuleDefinition> _modules = [.. matches.Select(static m => m.Pair.New)];

    /// <summary>Looks at the types that the new builds have and the deployed ones have not.</summary>
    public void Check()
    {
        if (!_modules.Any(static m => m.TryGetTypeReference(Assembly, out _) && m.GetMemberReferences().Any(IsLook)))
            return;
        var found = matches.Where(static m => !m.Pair.IsNewProject).SelectMany(FindIn).ToList();
        if (found.Count == 0)
            return;
        var names = ReadableName.ListFirst([.. found.Select(static t => ReadableName.Describe(t))], Most);
        sink.Report(EditDiagnostics.ScannedTypesAdded.At(ReadableName.Describe(found[0]), SymbolLocation.Find(found[0]), found.Count, names));
    }

    private static bool IsLook(MemberReference member) =>
        s_looks.Contains(member.Name) && member.DeclaringType.FullName == Assembly;

    private IEnumerable<TypeDefinition> FindIn(AssemblyMatch match) =>
        match.Untouched.OthersIn(match.Pair.New).Where(t =>
            t is { IsClass: true, IsAbstract: false, IsValueType: false }
            && !GeneratedCode.IsGenerated(t) && !GeneratedCode.IsAnonymous(t) && !GeneratedCode.IsData(t)
            && match.OldOf(t) is null && !FrameworkEntryPoints.IsOne(t) && IsMarked(t) && !IsMade(t));

    private bool IsMarked(TypeDefinition type) =>
        type.CustomAttributes.Select(static a => a.AttributeType)
            .Concat(type.Interfaces.Select(static i => i.InterfaceType))
            .Append(type.BaseType)
            .Any(t => t?.GetElementType().Resolve() is { } marking && _modules.Contains(marking.Module) && !GeneratedCode.IsGenerated(marking));

    // A type that its own code alone makes is found by nobody else.
    private bool IsMade(TypeDefinition type) =>
        type.Methods.Where(static m => m.IsConstructor).SelectMany(calls.Value.BodiesThatName).Any(b => !IsWithin(b.DeclaringType, type));

    private static bool IsWithin(TypeDefinition? inner, TypeDefinition type)
    {
        while (inner is not null && inner != type)
            inner = inner.DeclaringType;
        return inner is not null;
    }
}
