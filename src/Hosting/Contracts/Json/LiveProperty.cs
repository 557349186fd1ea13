using System.Text.Json.Serialization.Metadata;
using HotWeave.Frameworks;

namespace HotWeave.AspNetCore.Contracts.Json;

/// <summary>
/// A property that some of the live versions add to a type, under one JSON name. While several are live, whoever writes or reads gets that
/// of his own version, and none where it has none.
/// </summary>
/// <param name="properties">Those that have it, the oldest first.</param>
/// <param name="live">All live versions.</param>
internal sealed class LiveProperty(IReadOnlyList<VersionProperty> properties, LiveContracts live)
{
    internal VersionProperty Newest => properties[^1];

    private bool IsOneForAll => live.Versions.Count == 1;

    /// <summary>Makes it, as a property of a contract.</summary>
    internal JsonPropertyInfo Make(JsonTypeInfo contract)
    {
        var newest = Newest.Source;
        var property = contract.CreateJsonPropertyInfo(newest.PropertyType, newest.Name);
        property.AttributeProvider = newest.AttributeProvider;
        property.CustomConverter = newest.CustomConverter;
        property.NumberHandling = newest.NumberHandling;
        property.ObjectCreationHandling = newest.ObjectCreationHandling;
        property.Order = newest.Order;
        property.IsExtensionData = newest.IsExtensionData;
        NullableAnnotations.Copy(newest, property);
        if (newest.Get is not null && !IsLeftOut(newest))
            property.Get = MakeGet();
        if (newest.Set is not null)
            property.Set = MakeSet();
        if (IsOneForAll)
        {
            if (newest.ShouldSerialize is not null)
                property.ShouldSerialize = Newest.IsWritten;
            property.IsRequired = newest.IsRequired;
        }
        else
        {
            property.ShouldSerialize = (self, value) => FindForCaller()?.IsWritten(self, value) == true;
            if (properties.Any(static p => p.Source.IsRequired))
                new RequiredProperty(this, contract, property).Watch();
        }

        return property;
    }

    /// <summary>Gives a deployed property the accessors that versions add to it.</summary>
    internal void Complete(JsonPropertyInfo deployed)
    {
        if (deployed.PropertyType != Newest.Source.PropertyType)
            return;
        if (deployed.Get is null && Newest.Source.Get is not null)
            deployed.Get = MakeGet();
        if (deployed.Set is null && Newest.Source.Set is not null)
            deployed.Set = MakeSet();
    }

    /// <summary>That of the caller's version; null where it has none.</summary>
    internal VersionProperty? FindForCaller()
    {
        var version = live.FindCallersVersion();
        foreach (var property in properties)
        {
            if (property.Version == version && property.Source.PropertyType == Newest.Source.PropertyType)
                return property;
        }

        return null;
    }

    private Func<object, object?> MakeGet()
    {
        if (IsOneForAll)
            return Newest.Get;
        // Asked before whether it is written.
        var none = DefaultValue.Make(Newest.Source.PropertyType);
        return self => FindForCaller() is { } property ? property.Get(self) : none;
    }

    private Action<object, object?> MakeSet() => IsOneForAll ? Newest.Set : (self, value) => FindForCaller()?.Set(self, value);

    // Options say so of deployed properties by themselves.
    private static bool IsLeftOut(JsonPropertyInfo property) =>
        property.Options.IgnoreReadOnlyProperties && property.Set is null && property.ShouldSerialize is null;
}
