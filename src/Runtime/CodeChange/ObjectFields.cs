using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using HotWeave.Runtime;
using HotWeave.State;

namespace HotWeave.CodeChange;

/// <summary>The fields of an object as one of its types and their ancestors declare them: deployed ones, and the cells of added ones.</summary>
/// <param name="instance">The object.</param>
/// <param name="level">The type that declares the hook, with its type arguments.</param>
[UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "Woven assemblies are roots of trimming.")]
[UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "Woven assemblies are roots of trimming.")]
[UnconditionalSuppressMessage("Trimming", "IL2080", Justification = "Woven assemblies are roots of trimming.")]
internal sealed class ObjectFields(object instance, Type level) : OldFields
{
    private const BindingFlags Own = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    protected override string Owner => level.ToString();

    internal override void Set<T>(string name, T value)
    {
        foreach (var place in Find(name))
        {
            if (place.Type == typeof(T))
            {
                place.Set(value);
                return;
            }
        }

        ref var state = ref StateAddress.Of(instance, level);
        CellArray.Put(instance, level, ref state, FieldIndexes.OfHook(level, name, typeof(T)), name, value);
    }

    protected override List<FieldPlace> Find(string name)
    {
        var places = new List<FieldPlace>();
        for (var type = level; type is not null && type != typeof(object); type = type.BaseType)
        {
            foreach (var field in type.GetFields(Own))
            {
                if (IsNamed(field.Name, name))
                    places.Add(new FieldPlace(field.FieldType, field.GetValue(instance), v => field.SetValue(instance, v)));
            }

            if (StateAddress.Of(instance, type) is not object?[] cells || !ReferenceEquals(cells[CellArray.Owner], instance))
                continue;
            foreach (var cell in cells.OfType<Cell>().Distinct())
            {
                if (cell.Declaring == type && IsNamed(cell.Name, name))
                    places.Add(new FieldPlace(cell.ValueType, cell.Boxed, v => cell.Boxed = v));
            }
        }

        return places;
    }
}
