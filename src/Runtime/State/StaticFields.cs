using System.Runtime.CompilerServices;
using HotWeave.Runtime;

namespace HotWeave.State;

/// <summary>The static fields that patches added to the process, by declaring type, name and type. All versions that know a field share it.</summary>
internal static class StaticFields
{
    private static readonly ConditionalWeakTable<Type, Fields> s_fields = [];

    /// <summary>The field of these names, made where nobody has asked for it before.</summary>
    internal static StaticField<T> Of<T>(Type declaring, string name) =>
        Find(declaring, name, static (type, key) => new StaticField<T>(type, key));

    /// <summary>The same for a field that each thread has for itself.</summary>
    internal static ThreadCells<T> OfThreads<T>(Type declaring, string name) =>
        Find(declaring, name, static (type, key) => new ThreadCells<T>(type, key));

    private static TField Find<TField>(Type declaring, string name, Func<Type, string, TField> make)
        where TField : class
    {
        var fields = s_fields.GetOrCreateValue(declaring);
        lock (fields)
        {
            if (!fields.Known.TryGetValue((name, typeof(TField)), out var field))
                fields.Known.Add((name, typeof(TField)), field = make(declaring, name));
            return (TField)field;
        }
    }

    // Guarded by itself.
    private sealed class Fields
    {
        internal Dictionary<(string Name, Type Kind), object> Known { get; } = [];
    }
}
