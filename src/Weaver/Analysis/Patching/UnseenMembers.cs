using System.Text;
using HotWeave.Weaver.Analysis.Weaving;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>
/// Tells which deployed members nobody can miss once the new build has them no more. Only code of their own type can name private ones,
/// and all of it that used one has changed and is told of by itself; so they are missed only by whom an attribute or a text leads to them.
/// </summary>
internal sealed class UnseenMembers(ModuleDefinition old)
{
    private static readonly string[] s_accessorPrefixes = ["get_", "set_", "add_", "remove_"];

    private readonly Lazy<HashSet<string>> _texts = new(() => TextsIn(old));

    /// <summary>Whether nobody can miss a method.</summary>
    public bool IsUnseen(MethodDefinition method) =>
        ExportRules.IsPrivate(method) && !IsMarked(method) && !IsNamed(method, NameForPeople(method));

    /// <summary>Whether nobody can miss a constant.</summary>
    public bool IsUnseen(FieldDefinition constant) =>
        constant is { IsPrivate: true, HasConstant: true } && !IsMarked(constant) && !IsNamed(constant, constant.Name);

    private static bool IsMarked(ICustomAttributeProvider member) => member.CustomAttributes.Any(IsForPeople);

    // The compiler's own marks are for the compiler and for debuggers, and name what it made of a member.
    private static bool IsForPeople(CustomAttribute attribute) =>
        attribute.AttributeType.Namespace is not ("System.Runtime.CompilerServices" or "System.Diagnostics")
        || attribute.AttributeType.Name == "DebuggerDisplayAttribute";

    // Who looks for an accessor by reflection asks for the property or the event.
    private static string NameForPeople(MethodDefinition method) =>
        method.IsSpecialName && s_accessorPrefixes.FirstOrDefault(p => method.Name.StartsWith(p, StringComparison.Ordinal)) is { } prefix
            ? method.Name.Substring(prefix.Length)
            : method.Name;

    private bool IsNamed(IMemberDefinition member, string name) =>
        _texts.Value.Contains(name) || _texts.Value.Contains(member.Name) || AttributesAround(member.DeclaringType).Any(a => Names(a, name));

    private static IEnumerable<CustomAttribute> AttributesAround(TypeDefinition type) =>
        new ICustomAttributeProvider[] { type }
            .Concat(type.Methods).Concat(type.Properties).Concat(type.Fields).Concat(type.Events)
            .SelectMany(static p => p.CustomAttributes).Where(IsForPeople);

    // A text stands in an attribute's blob as it is (ECMA-335 II.23.3).
    private static bool Names(CustomAttribute attribute, string name) =>
        Encoding.UTF8.GetString(attribute.GetBlob()).Contains(name);

    private static HashSet<string> TextsIn(ModuleDefinition module) => new(
        module.GetTypes().SelectMany(static t => t.Methods).Where(static m => m.HasBody)
            .SelectMany(static m => m.Body.Instructions).Select(static i => i.Operand).OfType<string>(),
        StringComparer.Ordinal);
}
