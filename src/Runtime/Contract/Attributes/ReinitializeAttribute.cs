namespace HotWeave;

/// <summary>
/// On a static field of the new build whose initialiser differs from the deployed one: the patch runs the new initialiser when it is prepared, and new code uses
/// a new field with that value; code that stays deployed goes on with the old one. Without the attribute that happens for <c>readonly</c> fields of constants, and
/// other fields keep the value they have. On a field whose initialiser is the same it does nothing.
/// </summary>
/// <remarks>For an automatic property: <c>[field: Reinitialize]</c>.</remarks>
[AttributeUsage(AttributeTargets.Field, Inherited = false)]
public sealed class ReinitializeAttribute : Attribute;
