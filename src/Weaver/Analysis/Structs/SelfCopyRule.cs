using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Structs;

/// <summary>
/// Decides where a struct's method may work on a copy, and what of it must come back. The copy is as good as the struct only where nobody
/// else sees or changes the struct meanwhile: neither code that
/// the method calls, nor other threads, which may write other fields of it. Of a <c>readonly struct</c> a method sees the value that it
/// was called on.
/// </summary>
internal static class SelfCopyRule
{
    // More are not kept in registers, and copying them costs more than their address.
    private const int MostFields = 4;
    private const int MostBytes = 64;

    /// <summary>How the stub of a method hands the struct over; null for by its address.</summary>
    public static SelfCopy? Choose(MethodDefinition method, SelfEffects effects)
    {
        if (effects.Escapes || MeasureBytes(method.DeclaringType, 0) > MostBytes)
            return null;
        // What a constructor works on is nobody else's yet.
        if (method.IsConstructor)
            return IsByRefLike(method.DeclaringType) ? null : new SelfCopy(true, []);
        if (!WorksOnCopy(method, effects))
            return null;
        if (!effects.Writes)
            return new SelfCopy(false, []);
        return CanComeBack(method) && (effects.WritesWhole || effects.Written.Count <= MostFields)
            ? new SelfCopy(effects.WritesWhole, effects.WritesWhole ? [] : [.. NamesOfWritten(method.DeclaringType, effects)])
            : null;
    }

    /// <summary>What keeps a body from running behind a stub that hands over a copy so, for people; null where nothing does.</summary>
    /// <param name="copy">What the deployed stub does.</param>
    /// <param name="method">The method that has the body.</param>
    /// <param name="effects">What it does.</param>
    public static string? FindObstacle(SelfCopy copy, MethodDefinition method, SelfEffects effects)
    {
        if (effects.Escapes)
            return "it gives the address of the struct away";
        if (method.IsConstructor)
            return null;
        if (!copy.IsWhole && effects.WritesWhole)
            return "it assigns the whole struct";
        if (!copy.IsWhole && NamesOfWritten(method.DeclaringType, effects).FirstOrDefault(f => !copy.Fields.Contains(f)) is { } field)
            return $"it writes {field}";
        // What it leaves alone comes back too, over what others wrote meanwhile.
        return WorksOnCopy(method, effects) && !(copy.ComesBack && effects.CallsOut)
            ? null
            : "it calls other code, or writes elsewhere, and goes on with the struct";
    }

    private static IEnumerable<string> NamesOfWritten(TypeDefinition type, SelfEffects effects) =>
        type.Fields.Where(effects.Written.Contains).Select(static f => f.Name);

    private static bool WorksOnCopy(MethodDefinition method, SelfEffects effects) =>
        effects.Writes ? !effects.CallsOut && !effects.LooksElsewhere : !effects.ReadsAfterCalls || IsReadOnly(method.DeclaringType);

    private static bool IsReadOnly(TypeDefinition type) => HasAttribute(type, "System.Runtime.CompilerServices.IsReadOnlyAttribute");

    // A result and the copy come back as one value, of a generic type.
    private static bool CanComeBack(MethodDefinition method) => !IsByRefLike(method.DeclaringType) && method.ReturnType switch
    {
        ByReferenceType or PointerType or FunctionPointerType or IModifierType => false,
        { MetadataType: MetadataType.TypedByReference } => false,
        { IsValueType: true, IsPrimitive: false } type => type.Resolve() is { } resolved && !IsByRefLike(resolved),
        _ => true,
    };

    private static bool IsByRefLike(TypeDefinition type) => HasAttribute(type, "System.Runtime.CompilerServices.IsByRefLikeAttribute");

    private static bool HasAttribute(TypeDefinition type, string name) => type.HasCustomAttributes && type.CustomAttributes.Any(a =>
        a.AttributeType.FullName == name);

    // About: padding is not counted, and what other assemblies have is two words, whatever it is.
    private static int MeasureBytes(TypeReference type, int depth) => type switch
    {
        TypeDefinition { IsEnum: true } => 4,
        TypeDefinition { IsValueType: true } own => depth > 4 ? MostBytes : own.ClassSize + own.Fields.Where(static f =>
            !f.IsStatic).Sum(f => MeasureBytes(f.FieldType, depth + 1)),
        GenericInstanceType { ElementType: TypeDefinition { IsValueType: true } own } => MeasureBytes(own, depth),
        IModifierType modified => MeasureBytes(modified.ElementType, depth),
        { IsValueType: true, IsPrimitive: false } => 16,
        _ => type.MetadataType switch
        {
            MetadataType.Boolean or MetadataType.SByte or MetadataType.Byte => 1,
            MetadataType.Char or MetadataType.Int16 or MetadataType.UInt16 => 2,
            MetadataType.Int32 or MetadataType.UInt32 or MetadataType.Single => 4,
            _ => 8,
        },
    };
}
