using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>Names deployed members whose attributes differ; reflection goes on to show the deployed ones.</summary>
internal sealed class AttributeRules(AssemblyMatch match, DiagnosticSink sink)
{
    // What compilers write for themselves, for debuggers and about the build says nothing that a person changed.
    private static readonly HashSet<string> Ignored = new(StringComparer.Ordinal)
    {
        "AsyncStateMachineAttribute", "IteratorStateMachineAttribute", "AsyncIteratorStateMachineAttribute", "CompilerGeneratedAttribute",
        "DebuggerStepThroughAttribute", "DebuggerBrowsableAttribute", "GeneratedCodeAttribute", "DefaultMemberAttribute", "DebuggableAttribute", "CompilationRelaxationsAttribute", "RuntimeCompatibilityAttribute",
        "AssemblyInformationalVersionAttribute", "AssemblyFileVersionAttribute", "AssemblyVersionAttribute", "AssemblyConfigurationAttribute",
        "AssemblyMetadataAttribute", "NullableAttribute", "NullableContextAttribute", "RefSafetyRulesAttribute", "StackTraceHiddenAttribute",
        "BaselineAttribute", "OverrideStubAttribute", "CompilationMappingAttribute", "ExtensionMarkerAttribute", "TargetFrameworkAttribute",
    };

    private readonly MemberText _newText = new(match.NewKeys);
    private readonly MemberText _oldText = new(match.OldKeys);

    public void Check(AssemblyPair pair)
    {
        Compare(pair.New.Assembly, pair.Old.Assembly, pair.Name, null);
    }

    public void Check(TypeDefinition type, TypeDefinition old)
    {
        Compare(type, old, ReadableName.Describe(type), type);
        foreach (var field in type.Fields)
        {
            if (match.OldOf(field) is { } partner)
                Compare(field, partner, ReadableName.Describe(field), type);
        }

        foreach (var property in type.Properties)
        {
            if (old.Properties.FirstOrDefault(p => p.Name == property.Name && p.Parameters.Count == property.Parameters.Count) is { } partner)
                Compare(property, partner, $"{ReadableName.Describe(type)}.{property.Name}", type);
        }
    }

    public void Check(MethodDefinition method, MethodDefinition old)
    {
        if (GeneratedCode.IsGenerated(method))
            return;
        var (isUnit, wasUnit) = (Marks.IsUnit(method), Marks.IsUnit(old));
        if (isUnit != wasUnit)
            sink.Report((isUnit ? EditDiagnostics.UnitMarkAdded : EditDiagnostics.UnitMarkRemoved).At(ReadableName.Describe(method), SymbolLocation.Find(method), ReadableName.Describe(method)));
        Compare(method, old, ReadableName.Describe(method), method);
        for (var i = 0; i < method.Parameters.Count; i++)
            Compare(method.Parameters[i], old.Parameters[i], $"{ReadableName.Describe(method)}, parameter {method.Parameters[i].Name},", method);
    }

    /// <summary>The same of a lambda, whose attributes frameworks read that are given its delegate.</summary>
    public void CheckLambda(MethodDefinition lambda, MethodDefinition old)
    {
        var name = $"A lambda in {ReadableName.Describe(match.NewKeys.RootOf(lambda))}";
        Compare(lambda, old, name, lambda);
        for (var i = 0; i < Math.Min(lambda.Parameters.Count, old.Parameters.Count); i++)
            Compare(lambda.Parameters[i], old.Parameters[i], $"{name}, parameter {lambda.Parameters[i].Name},", lambda);
    }

    private void Compare(ICustomAttributeProvider now, ICustomAttributeProvider then, string name, MemberReference? place)
    {
        if ((!now.HasCustomAttributes && !then.HasCustomAttributes) || AreSameBytes(now, then))
            return;
        var (texts, textsThen) = (Texts(now, match.NewKeys), Texts(then, match.OldKeys));
        if (texts.Select(static t => t.Text).SequenceEqual(textsThen.Select(static t => t.Text), StringComparer.Ordinal))
            return;
        var location = place switch { TypeDefinition type => SymbolLocation.Find(type), MethodDefinition method => SymbolLocation.Find(method), _ => null };
        sink.Report(EditDiagnostics.AttributesChanged.At(name, location, name, string.Join(", ", Without(texts, textsThen).Union(Without(textsThen, texts)).OrderBy(static n => n, StringComparer.Ordinal))));
    }

    private static IEnumerable<string> Without(List<(string Name, string Text)> texts, List<(string Name, string Text)> others)
    {
        var rest = others.Select(static o => o.Text).ToList();
        return [.. texts.Where(t => !rest.Remove(t.Text)).Select(static t => t.Name)];
    }

    // A blob (ECMA-335 II.23.3) says everything by value and by name. Decoding one with an enumeration resolves its type, which reads
    // whole assemblies of the framework; attributes that stand as they stood need none of that.
    private bool AreSameBytes(ICustomAttributeProvider now, ICustomAttributeProvider then)
    {
        if (now.CustomAttributes.Count != then.CustomAttributes.Count)
            return false;
        for (var i = 0; i < now.CustomAttributes.Count; i++)
        {
            var (a, b) = (now.CustomAttributes[i], then.CustomAttributes[i]);
            if (_newText.Write(a.Constructor) != _oldText.Write(b.Constructor) || !a.GetBlob().SequenceEqual(b.GetBlob()))
                return false;
        }

        return true;
    }

    private static List<(string Name, string Text)> Texts(ICustomAttributeProvider provider, GeneratedKeys keys) =>
    [
        .. provider.CustomAttributes.Where(static a => !IsIgnored(a.AttributeType.Name) && !HookMarks.IsMark(a) && !Marks.IsUnitMark(a))
            .Select(a => (ReadableName.ShortenAttribute(a), AttributeText.Write(a, keys))).OrderBy(static t => t.Item2, StringComparer.Ordinal),
    ];

    // Generators declare the mark of interceptors themselves, local to a file, and it holds a place in the source: for the compiler alone.
    private static bool IsIgnored(string name) => Ignored.Contains(name) || name.EndsWith("InterceptsLocationAttribute", StringComparison.Ordinal);
}
