using System.Reflection;
using HotWeave.Frameworks;
using Newtonsoft.Json;
using Newtonsoft.Json.Serialization;

namespace HotWeave.NewtonsoftJson.Contracts;

/// <summary>Adds to one contract what live versions add to its type and the types above. Nobody else has the contract yet.</summary>
/// <param name="contract">The contract, as the resolver made it of the deployed type.</param>
/// <param name="live">The versions.</param>
/// <param name="create">Makes contracts as the resolver does, which nobody keeps.</param>
internal sealed class ContractCompletion(JsonObjectContract contract, LiveContracts live, Func<Type, JsonContract> create)
{
    /// <summary>Does it.</summary>
    internal void Complete()
    {
        var before = contract.Properties.Count;
        foreach (var level in live.ListClasses(contract.UnderlyingType).GroupBy(static c => c.Level))
        {
            var names = new MemberNames(level.Key);
            var found = level.SelectMany(c => ReadAll(c.Version, c.Contract, names)).ToList();
            foreach (var group in found.GroupBy(static p => p.Member, StringComparer.Ordinal))
                Add(level.Key, new LiveProperty([.. group], live));
        }

        if (contract.Properties.Count > before)
            Sort();
    }

    private IEnumerable<VersionProperty> ReadAll(int version, Type @class, MemberNames names)
    {
        if (create(@class) is not JsonObjectContract added)
            yield break;
        var show = ContractClass.ReadShow(@class);
        var order = ContractClass.ReadOrder(@class);
        foreach (var property in added.Properties.Where(p => MemberNames.IsMember(p, contract.MemberSerialization)))
        {
            names.Name(property);
            yield return new VersionProperty(version, property.UnderlyingName!, property, show, order);
        }
    }

    private void Add(Type level, LiveProperty added)
    {
        var deployed = contract.Properties.FirstOrDefault(p => p.UnderlyingName == added.Member);
        if (deployed is not null && deployed.DeclaringType == level)
        {
            added.Complete(deployed);
            return;
        }

        // A more derived type hides it; one above is hidden by it.
        if (deployed?.DeclaringType?.IsSubclassOf(level) == true)
            return;
        if (deployed is not null)
            contract.Properties.Remove(deployed);
        var property = added.Make(level, contract);
        if (contract.Properties.GetClosestMatchProperty(property.PropertyName!) is { } same && same.PropertyName == property.PropertyName)
        {
            added.StandIn = same;
            contract.Properties.Remove(same);
        }

        contract.Properties.Insert(FindPlace(level, added), property);
    }

    // Behind the one that the new build's type has before it.
    private int FindPlace(Type level, LiveProperty added)
    {
        var order = added.Order;
        for (var i = order.TakeWhile(n => n != added.Member).Count() - 1; i >= 0; i--)
        {
            for (var at = 0; at < contract.Properties.Count; at++)
            {
                if (contract.Properties[at] is { } before && before.UnderlyingName == order[i] && before.DeclaringType == level)
                    return at + 1;
            }
        }

        // Newtonsoft.Json has the properties of the type before those of the types above.
        return contract.Properties.TakeWhile(p => p.DeclaringType?.IsSubclassOf(level) == true).Count();
    }

    private void Sort()
    {
        var sorted = contract.Properties.OrderBy(static p => p.Order ?? -1).ToList();
        contract.Properties.Clear();
        sorted.ForEach(contract.Properties.Add);
    }
}
