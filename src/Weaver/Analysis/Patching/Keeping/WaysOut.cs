using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching.Keeping;

/// <summary>Says by what a field that nothing gives a value would get one; only what would do for this field.</summary>
/// <param name="match">The assembly.</param>
/// <param name="takesServices">Whether the application's services were looked at already.</param>
internal sealed class WaysOut(AssemblyMatch match, bool takesServices)
{
    private readonly ConstructedValues _services = new(match, takesServices: true);

    /// <summary>The ways, numbered, as part of a sentence.</summary>
    /// <param name="field">The field.</param>
    /// <param name="byLooking">Whether it would do that no object of the type is alive.</param>
    public string Describe(FieldDefinition field, bool byLooking) =>
        string.Join("; ", FindAll(field, byLooking).Select(static (way, i) => $"({i + 1}) {way}"));

    private IEnumerable<string> FindAll(FieldDefinition field, bool byLooking)
    {
        var type = field.DeclaringType;
        if (!takesServices && _services.Find(field) is { Services: { Count: > 0 } services })
        {
            yield return "make the patch with --services, and it is computed with the application's "
                + string.Join(", ", services.Select(ReadableName.Describe));
        }

        var name = ReadableName.ShortenField(field);
        yield return $"write a method marked [InitializeExisting(\"{name}\")] in {ReadableName.Describe(type)}, which returns it";
        // A method elsewhere cannot say for which arguments of a type.
        yield return type.HasGenericParameters
            ? $"set it in a method marked [CodeChange] in {ReadableName.Describe(type)}"
            : "without a change of the source, have --stub <folder> write a project with that method, fill it in, and give its assembly with --with";
        yield return "give it an initialiser that needs no parameter, where all objects may have the same";
        if (byLooking)
            yield return $"make the patch and apply it with --if-none-alive, at a time when no object of {ReadableName.Describe(type)} is alive";
    }
}
