using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;
using HotWeave.Frameworks;
using Newtonsoft.Json.Serialization;

namespace HotWeave.NewtonsoftJson.Contracts;

/// <summary>
/// Gives the contracts of the application's resolver: while a patch adds properties, new ones with these. Contracts know each other and keep
/// what they know, so none of those that the resolver keeps is among them.
/// </summary>
/// <remarks>Safe for any number of threads.</remarks>
internal sealed class VersionContractResolver : IContractResolver
{
    private static readonly VersionContractResolver s_default = new(new DefaultContractResolver());

    // Protected, for derived classes.
    private static readonly MethodInfo s_create =
        typeof(DefaultContractResolver).GetMethod("CreateContract", BindingFlags.Instance | BindingFlags.NonPublic, [typeof(Type)])!;

    private readonly DefaultContractResolver _resolver;

    // By what was live when they were made, and gone with it.
    private readonly ConditionalWeakTable<LiveContracts, ConcurrentDictionary<Type, JsonContract>> _contracts = [];

    private VersionContractResolver(DefaultContractResolver resolver) => _resolver = resolver;

    internal static IContractResolver Wrap(IContractResolver? resolver) => resolver switch
    {
        null => s_default,
        VersionContractResolver => resolver,
        DefaultContractResolver known => new VersionContractResolver(known),
        _ => throw new ArgumentException(
            $"The contract resolver {resolver.GetType()} does not derive from {nameof(DefaultContractResolver)}, so HotWeave cannot add to its contracts."),
    };

    /// <inheritdoc/>
    public JsonContract ResolveContract(Type type)
    {
        var live = ContractsOfProcess.Instance.Live;
        if (live.Versions.Count == 0)
            return _resolver.ResolveContract(type);
        var contracts = _contracts.GetOrCreateValue(live);
        return contracts.TryGetValue(type, out var known) ? known : contracts.GetOrAdd(type, t => Create(t, live));
    }

    private JsonContract Create(Type type, LiveContracts live)
    {
        var contract = Create(type);
        if (contract is JsonObjectContract properties)
            new ContractCompletion(properties, live, Create).Complete();
        return contract;
    }

    private JsonContract Create(Type type) =>
        (JsonContract)s_create.Invoke(_resolver, BindingFlags.DoNotWrapExceptions, null, [type], null)!;
}
