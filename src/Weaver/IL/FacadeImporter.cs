using Mono.Cecil;

namespace HotWeave.Weaver.IL;

/// <summary>
/// Names types of other assemblies as a module's own references do. What a reference resolves to may be an implementation
/// (<c>System.Private.CoreLib</c>) that no module should name, since its version is that of one .NET.
/// </summary>
internal sealed class FacadeImporter : TypeImporter
{
    private readonly FacadeScopes _scopes;

    public FacadeImporter(FacadeScopes scopes)
        : base(scopes.Module) => _scopes = scopes;

    /// <summary>Whether any type was asked for that no reference of the module leads to.</summary>
    public bool HasFailed { get; private set; }

    public override TypeReference Import(TypeReference named)
    {
        if (named.Module == Target)
            return named;
        if (Primitive(named) is { } primitive)
            return primitive;
        if (named.DeclaringType is not null)
        {
            var outer = Import(named.DeclaringType);
            return WithParameters(named, new TypeReference("", named.Name, Target, outer.Scope, IsValue(named)) { DeclaringType = outer });
        }

        if (_scopes.Find(named) is { } scope)
            return WithParameters(named, new TypeReference(named.Namespace, named.Name, Target, scope, IsValue(named)));
        HasFailed = true;
        return Target.TypeSystem.Object;
    }

    private static bool IsValue(TypeReference named) => named.IsValueType || named.Resolve() is { IsValueType: true };

    private static TypeReference WithParameters(TypeReference named, TypeReference imported)
    {
        foreach (var parameter in named.GenericParameters)
            imported.GenericParameters.Add(new GenericParameter(parameter.Name, imported));
        return imported;
    }

    private TypeReference? Primitive(TypeReference named) => (named.Namespace == "System" ? named.Name : "") switch
    {
        "Void" => Target.TypeSystem.Void,
        "Boolean" => Target.TypeSystem.Boolean,
        "Char" => Target.TypeSystem.Char,
        "SByte" => Target.TypeSystem.SByte,
        "Byte" => Target.TypeSystem.Byte,
        "Int16" => Target.TypeSystem.Int16,
        "UInt16" => Target.TypeSystem.UInt16,
        "Int32" => Target.TypeSystem.Int32,
        "UInt32" => Target.TypeSystem.UInt32,
        "Int64" => Target.TypeSystem.Int64,
        "UInt64" => Target.TypeSystem.UInt64,
        "Single" => Target.TypeSystem.Single,
        "Double" => Target.TypeSystem.Double,
        "IntPtr" => Target.TypeSystem.IntPtr,
        "UIntPtr" => Target.TypeSystem.UIntPtr,
        "String" => Target.TypeSystem.String,
        "Object" => Target.TypeSystem.Object,
        _ => null,
    };
}
