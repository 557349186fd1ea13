namespace HotWeave;

/// <summary>
/// Declares a method that computes what a field added by a new version holds for objects that exist already, where constructors set
/// it for new ones. It is called when the field is first used, once per object.
/// </summary>
/// <remarks>
/// The method stands in the type that declares the field, static or not, returns the field's type, and takes nothing or one
/// <see cref="IServiceProvider"/>, which is <see cref="HotSwap.Services"/>. When it throws, that use of the field fails and the next one
/// tries again.
/// </remarks>
/// <param name="field">The name of the field, as by <c>nameof</c>.</param>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class InitializeExistingAttribute(string field) : Attribute
{
    /// <summary>The name of the field.</summary>
    public string Field { get; } = field;
}
