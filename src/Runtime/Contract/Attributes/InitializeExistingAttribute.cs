namespace HotWeave;

/// <summary>
/// Declares a method that computes what a field added by a new version holds for objects that exist already, where constructors set
/// it for new ones. It is called when the field is first used, once per object.
/// </summary>
/// <remarks>
/// <para>In the type that declares the field the method is static or not, returns the field's type, and takes nothing or one
/// <see cref="IServiceProvider"/>, which is <see cref="HotSwap.Services"/>. When it throws, that use of the field fails and the next one
/// tries again.</para>
/// <para>Anywhere else, also in an assembly that is given when the patch is made, it names the type, which is not generic. It is static,
/// and may take the object too, as the type or a base of it. A field whose type it cannot name it returns as <see cref="object"/>.</para>
/// </remarks>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class InitializeExistingAttribute : Attribute
{
    /// <summary>A field of the type that the method stands in.</summary>
    /// <param name="field">The name of the field, of the automatic property or of the primary constructor's parameter, as by <c>nameof</c>.</param>
    public InitializeExistingAttribute(string field) => Field = field;

    /// <summary>A field of another type.</summary>
    /// <param name="type">The type that declares it.</param>
    /// <param name="field">The name of the field, of the automatic property or of the primary constructor's parameter.</param>
    public InitializeExistingAttribute(Type type, string field)
        : this(field) => Type = type;

    /// <summary>A field of another type, which the code cannot name.</summary>
    /// <param name="type">The reflection name of the type that declares it: <c>N.Outer+Nested</c>.</param>
    /// <param name="field">The name of the field, of the automatic property or of the primary constructor's parameter.</param>
    public InitializeExistingAttribute(string type, string field)
        : this(field) => TypeName = type;

    /// <summary>The name of the field, of the automatic property or of the primary constructor's parameter.</summary>
    public string Field { get; }

    /// <summary>The type that declares the field; null where it is the method's own, or named by <see cref="TypeName"/>.</summary>
    public Type? Type { get; }

    /// <summary>The reflection name of the type that declares the field; null where it is the method's own, or <see cref="Type"/>.</summary>
    public string? TypeName { get; }
}
