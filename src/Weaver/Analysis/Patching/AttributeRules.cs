using System.Text;
using HotWeave.Weaver.Analysis.Weaving;
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
        "DebuggerStepThroughAttribute", "DebuggableAttribute", "CompilationRelaxationsAttribute", "RuntimeCompatibilityAttribute",
        "AssemblyInformationalVersionAttribute", "AssemblyFileVersionAttribute", "AssemblyVersionAttribute", "AssemblyConfigurationAttribute",
        "AssemblyMetadataAttribute", "NullableAttribute", "NullableContextAttribute", "RefSafetyRulesAttribute", "StackTraceHiddenAttribute",
        "BaselineAttribute", "OverrideStubAttribute", "CompilationMappingAttribute", "ExtensionMarkerAttribute", "TargetFrameworkAttribute",
    };

    private readonly MemberText _newText = new(match.NewKeys);
    private readonly MemberText _oldText = new(match.OldKeys);

    public void Check(AssemblyPair pair)
    {
        if (!AreSame(pair.New.Assembly, pair.Old.Assembly))
            Report(pair.Name, null);
    }

    public void Check(TypeDefinition type, TypeDefinition old)
    {
        if (!AreSame(type, old))
            Report(ReadableName.Of(type), SymbolLocation.Of(type));
        foreach (var field in type.Fields)
        {
            if (match.OldOf(field) is { } partner && !AreSame(field, partner))
                Report(ReadableName.Of(field), SymbolLocation.Of(type));
        }

        foreach (var property in type.Properties)
        {
            if (old.Properties.FirstOrDefault(p => p.Name == property.Name && p.Parameters.Count == property.Parameters.Count) is { } partner && !AreSame(property, partner))
                Report($"{ReadableName.Of(type)}.{property.Name}", SymbolLocation.Of(type));
        }
    }

    public void Check(MethodDefinition method, MethodDefinition old)
    {
        if (GeneratedCode.IsGenerated(method))
            return;
        var (isUnit, wasUnit) = (Marks.IsUnit(method), Marks.IsUnit(old));
        if (isUnit != wasUnit)
            sink.Report((isUnit ? EditDiagnostics.UnitMarkAdded : EditDiagnostics.UnitMarkRemoved).At(ReadableName.Of(method), SymbolLocation.Of(method), ReadableName.Of(method)));
        if (!AreSame(method, old))
            Report(ReadableName.Of(method), SymbolLocation.Of(method));
        for (var i = 0; i < method.Parameters.Count; i++)
        {
            if (!AreSame(method.Parameters[i], old.Parameters[i]))
                Report($"{ReadableName.Of(method)}, parameter {method.Parameters[i].Name},", SymbolLocation.Of(method));
        }
    }

    private void Report(string name, SourceLocation? location) => sink.Report(EditDiagnostics.AttributesChanged.At(name, location, name));

    private bool AreSame(ICustomAttributeProvider now, ICustomAttributeProvider then) =>
        (!now.HasCustomAttributes && !then.HasCustomAttributes) || AreSameBytes(now, then)
        || Texts(now, match.NewKeys).SequenceEqual(Texts(then, match.OldKeys), StringComparer.Ordinal);

    // A blob (ECMA-335 II.23.3) says everything by value and by name. Decoding one with an enumeration resolves its type, which reads
    // whole assemblies of the framework; attributes that stand as they stood need none of that.
    private bool AreSameBytes(ICustomAttributeProvider now, ICustomAttributeProvider then)
    {
        if (now.CustomAttributes.Count != then.CustomAttributes.Count)
            return false;
        for (var i = 0; i < now.CustomAttributes.Count; i++)
        {
            var (a, b) = (now.CustomAttributes[i], then.CustomAttributes[i]);
            if (_newText.Of(a.Constructor) != _oldText.Of(b.Constructor) || !a.GetBlob().SequenceEqual(b.GetBlob()))
                return false;
        }

        return true;
    }

    private static IEnumerable<string> Texts(ICustomAttributeProvider provider, GeneratedKeys keys) =>
        provider.CustomAttributes.Where(static a => !Ignored.Contains(a.AttributeType.Name) && !HookMarks.IsMark(a) && !Marks.IsUnitMark(a)).Select(a => Text(a, keys)).OrderBy(static t => t, StringComparer.Ordinal);

    private static string Text(CustomAttribute attribute, GeneratedKeys keys)
    {
        var text = new StringBuilder(keys.Signatures.Of(attribute.AttributeType));
        foreach (var argument in attribute.ConstructorArguments)
            Append(text.Append(' '), argument, keys);
        foreach (var named in attribute.Fields.Concat(attribute.Properties).OrderBy(static n => n.Name, StringComparer.Ordinal))
            Append(text.Append(' ').Append(named.Name).Append('='), named.Argument, keys);
        return text.ToString();
    }

    private static void Append(StringBuilder text, CustomAttributeArgument argument, GeneratedKeys keys)
    {
        switch (argument.Value)
        {
            case CustomAttributeArgument boxed:
                Append(text, boxed, keys);
                break;
            case CustomAttributeArgument[] items:
                foreach (var item in items)
                    Append(text.Append('['), item, keys);
                break;
            case TypeReference type:
                text.Append(keys.Signatures.Of(type));
                break;
            default:
                text.Append(argument.Value ?? "null");
                break;
        }
    }
}
