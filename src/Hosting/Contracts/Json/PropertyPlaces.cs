using System.Reflection;
using System.Text.Json.Serialization.Metadata;

namespace HotWeave.AspNetCore.Contracts.Json;

/// <summary>Where the properties that one type of a hierarchy declares stand in a contract: those of the most derived type come first.</summary>
internal sealed class PropertyPlaces(JsonTypeInfo contract, Type level)
{
    private readonly Dictionary<string, JsonPropertyInfo> _inserted = new(StringComparer.Ordinal);

    /// <summary>The deployed property of that name which the type declares; null where it has none.</summary>
    internal JsonPropertyInfo? FindOwn(string member) =>
        contract.Properties.FirstOrDefault(p => FindMember(p) is { } found && found.Name == member && found.DeclaringType == level);

    /// <summary>Whether a more derived type declares one of that name.</summary>
    internal bool IsHidden(string member) => contract.Properties.Any(p => FindMember(p) is { } found && found.Name == member && IsBelow(found));

    /// <summary>Takes out the one of that name which a base type declares.</summary>
    internal void RemoveHidden(string member)
    {
        if (contract.Properties.FirstOrDefault(p => FindMember(p) is { DeclaringType: { } declaring } found && found.Name == member && level.IsSubclassOf(declaring)) is { } hidden)
            contract.Properties.Remove(hidden);
    }

    /// <summary>Puts one in where a contract of the new type has it.</summary>
    internal void Insert(JsonPropertyInfo property, string member, IReadOnlyList<string> order)
    {
        contract.Properties.Insert(FindPlace(member, order), property);
        _inserted[member] = property;
    }

    private int FindPlace(string member, IReadOnlyList<string> order)
    {
        for (var i = IndexOf(order, member) - 1; i >= 0; i--)
        {
            if ((_inserted.GetValueOrDefault(order[i]) ?? FindOwn(order[i])) is { } before)
                return contract.Properties.IndexOf(before) + 1;
        }

        var place = 0;
        while (place < contract.Properties.Count && FindMember(contract.Properties[place]) is { } found && IsBelow(found))
            place++;
        return place;
    }

    private static int IndexOf(IReadOnlyList<string> order, string member)
    {
        for (var i = 0; i < order.Count; i++)
        {
            if (order[i] == member)
                return i;
        }

        return order.Count;
    }

    private bool IsBelow(MemberInfo member) => member.DeclaringType?.IsSubclassOf(level) == true;

    private static MemberInfo? FindMember(JsonPropertyInfo property) => property.AttributeProvider as MemberInfo;
}
