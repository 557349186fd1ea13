using Mono.Cecil;

namespace HotWeave.Weaver.Model;

/// <summary>The attributes by which people mark code. Matched by full name, so that it does not matter which assembly has them.</summary>
internal static class Marks
{
    private const string Swappable = "HotWeave.SwappableAttribute";
    private const string NotSwappable = "HotWeave.NotSwappableAttribute";
    private const string SafePointMark = "HotWeave.SafePointAttribute";
    private const string UnitOfWork = "HotWeave.UnitOfWorkAttribute";
    private const string Reinitialize = "HotWeave.ReinitializeAttribute";
    private const string OverrideStub = "HotWeave.Runtime.OverrideStubAttribute";
    private const string ModuleInitializer = "System.Runtime.CompilerServices.ModuleInitializerAttribute";

    /// <summary>True for <c>[Swappable]</c>, false for <c>[NotSwappable]</c>, null for neither.</summary>
    public static bool? Swap(ICustomAttributeProvider marked) =>
        Find(marked, NotSwappable) is not null ? false : Find(marked, Swappable) is not null ? true : null;

    /// <summary>Whether the type's objects are to be listed: <c>[Swappable(Track = true)]</c>.</summary>
    public static bool IsTracked(TypeDefinition type) => Says(type, "Track") is true;

    /// <summary>
    /// What a person said about override stubs, on the type or the assembly: <c>[Swappable(Overrides = true)]</c>; null for nothing.
    /// </summary>
    public static bool? TakesOverrides(ICustomAttributeProvider marked) => Says(marked, "Overrides");

    /// <summary>Whether calls of the method are qualified even from its own type.</summary>
    public static bool IsSafePoint(MethodDefinition method) =>
        IsUnit(method) || SafePoint(method) is true;

    /// <summary>
    /// What a person said about safe points: true to make calls of the method some, false to keep them and those in its loops from it, null
    /// for nothing.
    /// </summary>
    public static bool? SafePoint(MethodDefinition method) =>
        Find(method, SafePointMark) is { } mark
            ? !(mark.ConstructorArguments.Count == 1 && mark.ConstructorArguments[0].Value is false)
            : null;

    /// <summary>Whether each call of the method is a unit of work.</summary>
    public static bool IsUnit(MethodDefinition method) => Find(method, UnitOfWork) is not null;

    /// <summary>Whether the attribute is the mark of units.</summary>
    public static bool IsUnitMark(CustomAttribute attribute) => attribute.AttributeType.FullName == UnitOfWork;

    /// <summary>
    /// Whether the method tells whether a feature is there: the trimmer puts an answer in its place, and takes away the code behind calls
    /// of it, which calls of anything else would not show it.
    /// </summary>
    public static bool IsFeatureSwitch(MethodDefinition method) =>
        method is { IsGetter: true, IsStatic: true, ReturnType.MetadataType: MetadataType.Boolean }
        && method.DeclaringType.Properties.FirstOrDefault(p => p.GetMethod == method) is { HasCustomAttributes: true } property
        && property.CustomAttributes.Any(static a => a.AttributeType.Name is "FeatureSwitchDefinitionAttribute" or "FeatureGuardAttribute");

    /// <summary>Whether the method runs when its module is loaded.</summary>
    public static bool IsModuleInitializer(MethodDefinition method) => Find(method, ModuleInitializer) is not null;

    /// <summary>
    /// What a person said about interfaces that patches add, on the type or the assembly: <c>[Swappable(Interfaces = true)]</c>; null for
    /// nothing.
    /// </summary>
    public static bool? TakesInterfaces(ICustomAttributeProvider marked) => Says(marked, "Interfaces");

    /// <summary>Whether weaving added any overrides or implementations to types of the module.</summary>
    public static bool AreOverrideStubsIn(ModuleDefinition module) => module.TryGetTypeReference(OverrideStub, out _);

    /// <summary>Whether the method is an override or implementation that weaving added.</summary>
    public static bool IsOverrideStub(MethodDefinition method) => method.IsVirtual && Find(method, OverrideStub) is not null;

    /// <summary>Whether new code computes a static field anew where its initialiser has changed.</summary>
    public static bool IsReinitialised(FieldDefinition field) => Find(field, Reinitialize) is not null;

    /// <summary>
    /// The static fields that an assembly names as such: <c>[assembly: Reinitialize(typeof(T), "f")]</c>; with the constructor of a mark for
    /// the field itself.
    /// </summary>
    public static IEnumerable<(MethodReference Mark, string Type, string Field)> FindReinitialised(AssemblyDefinition assembly)
    {
        foreach (var mark in assembly.CustomAttributes.Where(static a => a.AttributeType.FullName == Reinitialize && a.ConstructorArguments.Count == 2))
        {
            var plain = new MethodReference(".ctor", assembly.MainModule.TypeSystem.Void, mark.AttributeType) { HasThis = true };
            yield return (plain, NameOf(mark.ConstructorArguments[0]), (string)mark.ConstructorArguments[1].Value);
        }
    }

    /// <summary>The name of a type that a mark names, by <c>typeof</c> or as reflection writes it; as Cecil does.</summary>
    public static string NameOf(CustomAttributeArgument type) =>
        type.Value is TypeReference known ? known.FullName : ((string)type.Value).Replace('+', '/');

    private static bool? Says(ICustomAttributeProvider marked, string option) =>
        Find(marked, Swappable)?.Properties.Where(p => p.Name == option).Select(static p => p.Argument.Value as bool?).FirstOrDefault();

    private static CustomAttribute? Find(ICustomAttributeProvider marked, string name)
    {
        if (!marked.HasCustomAttributes)
            return null;
        foreach (var attribute in marked.CustomAttributes)
        {
            if (attribute.AttributeType.FullName == name)
                return attribute;
        }

        return null;
    }
}
