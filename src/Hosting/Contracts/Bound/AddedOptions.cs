using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using HotWeave.AspNetCore.Contracts.Json;
using HotWeave.Frameworks;
using Microsoft.Extensions.Configuration;

namespace HotWeave.AspNetCore.Contracts.Bound;

/// <summary>Binds the properties that live versions add to options, and to the objects in these, where those that were there have been bound.</summary>
internal static class AddedOptions
{
    // Which properties each object has been given. Guards itself; each set is locked.
    private static readonly ConditionalWeakTable<object, HashSet<string>> s_bound = [];

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The patch brings what is bound.")]
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "What a trimmer took away was not bound before.")]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "A process that takes patches compiles at run time.")]
    internal static void Bind(object options, IConfiguration configuration)
    {
        var live = JsonContracts.Instance.Live;
        if (live.Versions.Count > 0)
            Bind(options, configuration, live);
    }

    private static void Bind(object options, IConfiguration configuration, LiveContracts live)
    {
        foreach (var (level, _, contract) in live.ListClasses(options.GetType()))
            Bind(options, level, contract, configuration);

        // In objects that the binder has filled.
        foreach (var property in options.GetType().GetProperties().Where(IsInner))
        {
            if (configuration.GetSection(property.Name) is var section && section.GetChildren().Any() && property.GetValue(options) is { } inner)
                Bind(inner, section, live);
        }
    }

    // The binder adds to collections, and a version that comes again finds what it has bound before.
    private static void Bind(object options, Type level, Type contract, IConfiguration configuration)
    {
        var bound = s_bound.GetValue(options, static _ => new HashSet<string>(StringComparer.Ordinal));
        lock (bound)
        {
            List<PropertyInfo> added = [.. contract.GetProperties().Where(p => bound.Add($"{level.FullName}.{p.Name}"))];
            var shown = ContractClass.ReadShow(contract)(options);
            if (added.Count == contract.GetProperties().Length)
            {
                configuration.Bind(shown);
                return;
            }

            foreach (var property in added.Where(static p => p.SetMethod is { IsPublic: true }))
            {
                if (configuration.GetSection(property.Name).Get(property.PropertyType) is { } value)
                    property.SetValue(shown, value);
            }
        }
    }

    /// <summary>Whether the binder may fill an object that a property holds.</summary>
    internal static bool IsInner(PropertyInfo property) =>
        property is { CanRead: true, PropertyType: { IsClass: true, IsArray: false } } && property.PropertyType != typeof(string) && property.GetIndexParameters().Length == 0
        && !typeof(System.Collections.IEnumerable).IsAssignableFrom(property.PropertyType);
}
