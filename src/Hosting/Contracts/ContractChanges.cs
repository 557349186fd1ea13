using System.Reflection.Metadata;
using System.Text.Json.Serialization.Metadata;
using HotWeave.AspNetCore.Contracts;
using HotWeave.AspNetCore.Contracts.Json;
using HotWeave.Frameworks;

[assembly: MetadataUpdateHandler(typeof(ContractChanges))]

namespace HotWeave.AspNetCore.Contracts;

/// <summary>Hears of each turn, as .NET's own handlers do, and tells the applications of this process when JSON contracts that a generator wrote have changed.</summary>
internal static class ContractChanges
{
    // Guards itself.
    private static readonly List<EndpointRefresh> s_applications = [];

    internal static void Add(EndpointRefresh application)
    {
        lock (s_applications)
            s_applications.Add(application);
    }

    internal static void Remove(EndpointRefresh application)
    {
        lock (s_applications)
            s_applications.Remove(application);
    }

    /// <summary>Called by HotWeave.Runtime after a turn, in a quiescent one before new requests go on.</summary>
    /// <param name="types">The types that changed.</param>
    internal static void UpdateApplication(Type[]? types)
    {
        if (types is null || !Array.Exists(types, typeof(IJsonTypeInfoResolver).IsAssignableFrom))
            return;
        RefreshAll();
    }

    /// <summary>Gives options that the applications keep what versions add to them.</summary>
    internal static void BindAll(LiveContracts live)
    {
        foreach (var application in List())
            application.Living?.BindAdded(live);
    }

    /// <summary>Has all applications build anew what keeps contracts.</summary>
    internal static void RefreshAll()
    {
        foreach (var application in List())
            application.Refresh();
    }

    private static EndpointRefresh[] List()
    {
        lock (s_applications)
            return [.. s_applications];
    }
}
