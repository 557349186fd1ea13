using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>What a patch cannot change about a deployed type as a whole.</summary>
internal sealed class TypeShapeRules(AssemblyMatch match, DiagnosticSink sink)
{
    // Visibility is not shape: a patch reaches everything, and reflection is a remark. What stops being sealed or abstract is judged where new code derives from it or
    // makes objects of it.
    public const TypeAttributes Shape = TypeAttributes.Interface | TypeAttributes.LayoutMask;

    private readonly HashSet<string> _reshaped = [];

    /// <summary>Judges a type that both builds have; false when its members are not worth comparing.</summary>
    public bool Check(TypeDefinition type, TypeDefinition old)
    {
        if (type.IsInterface != old.IsInterface || type.IsEnum != old.IsEnum || DelegateTypes.Contains(type) != DelegateTypes.Contains(old))
        {
            Rude(EditDiagnostics.TypeKindChanged, type, Kind(old), Kind(type));
            return false;
        }

        if (DelegateTypes.Contains(type) && WriteSignature(type, match.NewKeys.Signatures) != WriteSignature(old, match.OldKeys.Signatures))
        {
            Rude(EditDiagnostics.DelegateChanged, type);
            return false;
        }

        if ((type.Attributes & Shape) != (old.Attributes & Shape))
            Rude(EditDiagnostics.TypeKindChanged, type, Kind(old), Kind(type));
        CheckBase(type, old);
        if (!HaveSameParameters(type, old))
            Rude(EditDiagnostics.TypeParametersChanged, type);
        return true;
    }

    /// <summary>Whether a type stands in both builds under one name, but cannot be one type (class and struct, say); tells so once.</summary>
    public bool IsReshaped(TypeDefinition type)
    {
        var name = type.FullName;
        if (_reshaped.Contains(name))
            return true;
        var other = (type.Module == match.Pair.New ? match.Pair.Old : match.Pair.New).GetType(name);
        if (other is null)
            return false;
        _reshaped.Add(name);
        var (was, now) = type.Module == match.Pair.New ? (other, type) : (type, other);
        Rude(EditDiagnostics.TypeKindChanged, now, Kind(was), Kind(now));
        return true;
    }

    private void CheckBase(TypeDefinition type, TypeDefinition old)
    {
        var now = Text(match.NewKeys, type.BaseType);
        var then = Text(match.OldKeys, old.BaseType);
        if (now != then)
            Rude(EditDiagnostics.BaseTypeChanged, type, then, now);
    }

    private bool HaveSameParameters(TypeDefinition now, TypeDefinition then) =>
        now.GenericParameters.Select(p => Text(p, match.NewKeys.Signatures))
            .SequenceEqual(then.GenericParameters.Select(p => Text(p, match.OldKeys.Signatures)));

    public static string Text(GenericParameter parameter, SignatureText signatures) =>
        parameter.Attributes + ":" + string.Join(",", parameter.Constraints.Select(c => signatures.Write(c.ConstraintType)));

    public static string? WriteSignature(TypeDefinition @delegate, SignatureText signatures) =>
        @delegate.Methods.Where(static m => m.Name == "Invoke").Select(signatures.Write).FirstOrDefault();

    private static string Text(GeneratedKeys keys, TypeReference? type) => type is null ? "none" : keys.Signatures.Write(type);

    private static string Kind(TypeDefinition type)
    {
        var kind = DelegateTypes.Contains(type) ? "delegate" : type.IsInterface ? "interface" : type.IsEnum ? "enum" : type.IsValueType ? "struct" : "class";
        var modifiers = type is { IsAbstract: true, IsSealed: true } ? "static " : type.IsInterface ? "" : type.IsAbstract ? "abstract " : type.IsSealed && !type.IsValueType ? "sealed " : "";
        var layout = type.IsSequentialLayout && !type.IsValueType ? " with sequential layout" : type.IsExplicitLayout ? " with explicit layout" : "";
        return modifiers + kind + layout;
    }

    private void Rude(DiagnosticDescriptor descriptor, TypeDefinition type, params object[] arguments) =>
        sink.Report(descriptor.At(ReadableName.Describe(type), SymbolLocation.Find(type), [ReadableName.Describe(type), .. arguments]));
}
