using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Reflection.Metadata;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using HotWeave.Turning;

namespace HotWeave.AspNetCore.Contracts.Json;

/// <summary>
/// Reaches the resolvers that make contracts by reflection: each asks first, before the application's own modifiers, what versions add to
/// a type. Options that are locked share them, so nothing of the application's options is replaced.
/// </summary>
/// <remarks>
/// System.Text.Json lists all options of a process for Hot Reload. What is read of it by reflection is looked for before anything changes.
/// </remarks>
[UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "What a trimmer took away is missed before anything changes.")]
[UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "What a trimmer took away is missed before anything changes.")]
[UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "What a trimmer took away is missed before anything changes.")]
internal static class ContractResolvers
{
    private const BindingFlags Statics = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;
    private const BindingFlags Fields = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly Action<JsonTypeInfo> s_add = static contract => AddedContract.Add(JsonContracts.Instance.Live, contract);

    // Guards itself; the modifiers of one resolver are replaced by one thread at a time.
    private static readonly object s_lock = new();

    /// <summary>Reaches those of all options of the process, and those that options without any get.</summary>
    internal static void ReachAll()
    {
        Reach(JsonSerializerOptions.Default.TypeInfoResolver);
        foreach (var options in ListOptions())
            Reach(options.TypeInfoResolver);
    }

    /// <summary>Reaches a resolver, and those that it asks.</summary>
    internal static void Reach(IJsonTypeInfoResolver? resolver)
    {
        if (resolver is not null)
            Reach(resolver, new HashSet<object>(ReferenceEqualityComparer.Instance));
    }

    /// <summary>Drops all contracts that were made.</summary>
    internal static void ForgetContracts()
    {
        foreach (var handler in typeof(JsonSerializer).Assembly.GetCustomAttributes<MetadataUpdateHandlerAttribute>())
            Find(handler.HandlerType.GetMethod("ClearCache", Statics, [typeof(Type[])]), "ClearCache").Invoke(null, [null]);
        JsonContexts.Clear([]);
    }

    private static IEnumerable<JsonSerializerOptions> ListOptions()
    {
        var tracked = typeof(JsonSerializerOptions).GetNestedType("TrackedOptionsInstances", BindingFlags.NonPublic)?.GetProperty("All", Statics)?.GetValue(null);
        return Find(tracked as IEnumerable<KeyValuePair<JsonSerializerOptions, object?>>, "TrackedOptionsInstances.All").Select(static p => p.Key);
    }

    private static void Reach(object resolver, HashSet<object> known)
    {
        if (!known.Add(resolver))
            return;
        if (resolver is DefaultJsonTypeInfoResolver byReflection)
            AddFirst(byReflection);
        if (resolver is JsonSerializerContext)
            return;
        foreach (var asked in resolver as IEnumerable<IJsonTypeInfoResolver> ?? FindAsked(resolver))
            Reach(asked, known);
    }

    private static IEnumerable<IJsonTypeInfoResolver> FindAsked(object resolver)
    {
        for (var type = resolver.GetType(); type is not null && type != typeof(DefaultJsonTypeInfoResolver); type = type.BaseType)
        {
            foreach (var field in type.GetFields(Fields).Where(static f => !f.FieldType.IsValueType))
            {
                if (field.GetValue(resolver) is IJsonTypeInfoResolver asked)
                    yield return asked;
            }
        }
    }

    // Whoever goes through the list meanwhile goes on through the one that he has.
    private static void AddFirst(DefaultJsonTypeInfoResolver resolver)
    {
        lock (s_lock)
        {
            var modifiers = resolver.Modifiers;
            if (modifiers.Count > 0 && modifiers[0] == s_add)
                return;
            var list = Find(modifiers.GetType().BaseType?.GetField("_list", Fields), "the modifiers of DefaultJsonTypeInfoResolver");
            list.SetValue(modifiers, new List<Action<JsonTypeInfo>> { s_add }.Concat(modifiers).ToList());
        }
    }

    private static T Find<T>(T? found, string what)
        where T : class => found ?? throw new MissingMemberException($"System.Text.Json of this process has no {what}.");
}
