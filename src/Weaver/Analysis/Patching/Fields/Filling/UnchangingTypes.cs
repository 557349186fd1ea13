using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>Types whose values never change, so that it does not matter who else has one.</summary>
internal static class UnchangingTypes
{
    private const int MostNested = 4;

    private static readonly HashSet<string> Names = new(StringComparer.Ordinal)
    {
        "System.String", "System.Decimal", "System.DateTime", "System.DateTimeOffset", "System.DateOnly", "System.TimeOnly", "System.TimeSpan", "System.Guid", "System.Uri", "System.Version",
        "System.Half", "System.Int128", "System.UInt128", "System.Numerics.BigInteger", "System.Text.RegularExpressions.Regex",
    };

    /// <summary>Whether the type is a number, a text or another value that the framework defines.</summary>
    public static bool Contains(TypeReference type) => type.IsPrimitive || Names.Contains(type.FullName);

    /// <summary>Whether nobody can change what a value of the type says: these, what describes code, and structs of such.</summary>
    public static bool Describes(TypeReference type, int depth = 0) => type switch
    {
        GenericParameter or ArrayType or ByReferenceType or PointerType => false,
        IModifierType modified => Describes(modified.ElementType, depth),
        GenericInstanceType instance => instance.IsValueType && instance.GenericArguments.All(a => Describes(a, depth)) && HasOnlySuch(instance, depth),
        _ => Contains(type) || type.MetadataType == MetadataType.Void || type.FullName == "System.Type" || type.Namespace == "System.Reflection" || HasOnlySuch(type, depth),
    };

    private static bool HasOnlySuch(TypeReference type, int depth) =>
        depth < MostNested && type.Resolve() is { IsValueType: true } definition
        && definition.Fields.Where(static f => !f.IsStatic).All(f => f.FieldType is GenericParameter || Describes(f.FieldType, depth + 1));
}
