using System.Diagnostics.CodeAnalysis;

namespace HotWeave.CodeChange;

/// <summary>The fields that a hook may ask for by name and type.</summary>
internal abstract class OldFields
{
    internal T Get<T>(string name)
    {
        var places = Find(name);
        if (places.Count == 0)
            throw new MissingFieldException(Owner, name);
        if (TryChoose<T>(places, out var value))
            return value;
        throw new InvalidCastException(
            $"{Owner}.{name} is no {typeof(T)}: {string.Join(", ", places.Select(static p => p.Type.ToString()))}{(places.Exists(static p => p.Value is null) ? ", holding null" : "")}.");
    }

    internal bool TryGet<T>(string name, [MaybeNullWhen(false)] out T value) => TryChoose(Find(name), out value);

    internal abstract void Set<T>(string name, T value);

    /// <summary>The declaring type, for messages.</summary>
    protected abstract string Owner { get; }

    /// <summary>The fields of that name, nearest first.</summary>
    protected abstract List<FieldPlace> Find(string name);

    /// <summary>The names under which a field may stand: its own, and that of the auto-property it belongs to.</summary>
    protected static bool IsNamed(string field, string name) => field == name || field == $"<{name}>k__BackingField";

    private static bool TryChoose<T>(List<FieldPlace> places, [MaybeNullWhen(false)] out T value)
    {
        foreach (var place in places)
        {
            if (place.Type == typeof(T))
            {
                value = (T)place.Value!;
                return true;
            }
        }

        foreach (var place in places)
        {
            if (place.Value is T fits)
            {
                value = fits;
                return true;
            }
        }

        // Null of a field that may hold a T.
        var isNull = default(T) is null && places.Exists(static p => p.Value is null && p.Type.IsAssignableTo(typeof(T)));
        value = default;
        return isNull;
    }
}

/// <summary>A field with what it holds now.</summary>
internal readonly record struct FieldPlace(Type Type, object? Value, Action<object?> Set);
