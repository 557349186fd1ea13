using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace HotWeave.CodeChange;

/// <summary>The static fields of a deployed type.</summary>
[UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "Woven assemblies are roots of trimming.")]
[UnconditionalSuppressMessage("Trimming", "IL2080", Justification = "Woven assemblies are roots of trimming.")]
internal sealed class StaticFields(Type type) : OldFields
{
    private const BindingFlags Statics = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    protected override string Owner => type.ToString();

    /// <summary>The fields that can be set, with what they hold.</summary>
    internal static List<(FieldInfo Field, object? Value)> Snapshot(Type type) =>
        [.. type.GetFields(Statics).Where(static f => !f.IsLiteral && !f.IsInitOnly).Select(static f => (f, f.GetValue(null)))];

    internal override void Set<T>(string name, T value)
    {
        var field = type.GetFields(Statics).FirstOrDefault(f => IsNamed(f.Name, name) && f.FieldType == typeof(T) && !f.IsLiteral && !f.IsInitOnly)
            ?? throw new MissingFieldException(Owner, name);
        field.SetValue(null, value);
    }

    protected override List<FieldPlace> Find(string name) =>
        [.. type.GetFields(Statics).Where(f => IsNamed(f.Name, name)).Select(static f => new FieldPlace(f.FieldType, f.GetValue(null), v => f.SetValue(null, v)))];
}
