using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>
/// What a generated codec of Orleans keeps for the members of its type: other codecs, which its one constructor asks the application's
/// services for. A codec that exists gets those that a new build needs in the same way, whoever made it and how.
/// </summary>
internal static class SerialiserFields
{
    /// <summary>The value for codecs that exist; null for the field of anything else.</summary>
    public static DerivedValue? FindValue(FieldDefinition field)
    {
        if (!OrleansCode.IsGenerated(field.DeclaringType))
            return null;
        var constructors = field.DeclaringType.Methods.Where(static m => m is { IsConstructor: true, IsStatic: false, HasBody: true }).ToList();
        if (constructors.Count != 1 || ConstructedValues.ValueAfter(constructors[0], field) is not { IsDefault: false } value)
            return null;
        return value.With(n => ServiceParameters.ValueOf(constructors[0], constructors[0].Parameters[n - 1]));
    }
}
