namespace HotWeave;

/// <summary>
/// On a static field of the new build whose initialiser differs from the deployed one: the patch runs the new initialiser when it is prepared, and new code uses
/// a new field with that value; code that stays deployed goes on with the old one. Without the attribute that happens for <c>readonly</c> fields of constants, and
/// other fields keep the value they have. On a field whose initialiser is the same it does nothing.
/// </summary>
/// <remarks>
/// For an automatic property: <c>[field: Reinitialize]</c>. On an assembly of the new build, or one that is given when the patch is made, it
/// names the field.
/// </remarks>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Assembly, Inherited = false, AllowMultiple = true)]
public sealed class ReinitializeAttribute : Attribute
{
    /// <summary>For the field that it stands on.</summary>
    public ReinitializeAttribute()
    {
    }

    /// <summary>For a field of any type.</summary>
    /// <param name="type">The type that declares it.</param>
    /// <param name="field">The name of the field or of the automatic property.</param>
    public ReinitializeAttribute(Type type, string field) => (Type, Field) = (type, field);

    /// <summary>For a field of a type that the code cannot name.</summary>
    /// <param name="type">The reflection name of the type that declares it: <c>N.Outer+Nested</c>.</param>
    /// <param name="field">The name of the field or of the automatic property.</param>
    public ReinitializeAttribute(string type, string field) => (TypeName, Field) = (type, field);

    /// <summary>The type that declares the field; null where the field is marked itself, or the type named by <see cref="TypeName"/>.</summary>
    public Type? Type { get; }

    /// <summary>The reflection name of the type that declares the field; null where the field is marked itself, or the type is <see cref="Type"/>.</summary>
    public string? TypeName { get; }

    /// <summary>The name of the field or of the automatic property; null where the field is marked itself.</summary>
    public string? Field { get; }
}
