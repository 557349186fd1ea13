namespace HotWeave.Weaver.Model;

/// <summary>A field that the new build adds and for which nothing says what objects that exist have there. Immutable.</summary>
/// <param name="Type">The reflection name of the type that declares it.</param>
/// <param name="TypeCode">How C# code of another assembly names that type; null where it cannot.</param>
/// <param name="IsGeneric">Whether the type has type parameters, so that only a method of its own can give the field a value.</param>
/// <param name="Field">The name that a person wrote: of the field, the automatic property or the primary constructor's parameter.</param>
/// <param name="ValueCode">How C# code of another assembly names the field's type; null where it cannot.</param>
/// <param name="Constructors">What gives it to new objects: the constructors of the new build, in the notation of ildasm, line by
/// line.</param>
internal sealed record UnsetField(
    string Type, string? TypeCode, bool IsGeneric, string Field, string? ValueCode, IReadOnlyList<string> Constructors);
