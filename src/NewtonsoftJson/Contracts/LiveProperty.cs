using System.Runtime.CompilerServices;
using HotWeave.Frameworks;
using Newtonsoft.Json;
using Newtonsoft.Json.Serialization;

namespace HotWeave.NewtonsoftJson.Contracts;

/// <summary>
/// A property that some of the live versions add to a type. While several are live, whoever writes or reads gets that of his own version, and
/// none where it has none.
/// </summary>
/// <param name="properties">Those that have it, the oldest first.</param>
/// <param name="live">All live versions.</param>
internal sealed class LiveProperty(IReadOnlyList<VersionProperty> properties, LiveContracts live) : IValueProvider
{
    private VersionProperty Newest => properties[^1];

    internal string Member => Newest.Member;

    internal IReadOnlyList<string> Order => Newest.Order;

    /// <summary>What a deployed member of the same name in JSON is, for versions that do not have the added one.</summary>
    internal JsonProperty? StandIn { get; set; }

    private bool IsOneForAll => live.Versions.Count == 1;

    /// <summary>Makes it, as a property of a contract.</summary>
    internal JsonProperty Make(Type level, JsonObjectContract contract)
    {
        var property = Newest.Source;
        property.DeclaringType = level;
        property.ValueProvider = this;
        if (IsOneForAll)
        {
            if (property.ShouldSerialize is not null)
                property.ShouldSerialize = Newest.IsWritten;
            return property;
        }

        property.ShouldSerialize = self => FindForCaller() is { } own ? own.IsWritten(self) : StandIn is not null;
        property.ShouldDeserialize = _ => FindForCaller() is not null || StandIn is not null;
        if (properties.Any(static p => p.Required != Required.Default))
            new RequiredProperty(this, contract, property).Watch();
        return property;
    }

    /// <summary>Gives a deployed property the accessors that versions add to it.</summary>
    internal void Complete(JsonProperty deployed)
    {
        if (deployed.PropertyType != Newest.Source.PropertyType || deployed.ValueProvider is not { } before)
            return;
        var (reads, writes) = (!deployed.Readable && Newest.Source.Readable, !deployed.Writable && Newest.Source.Writable);
        deployed.ValueProvider = new CompletedValue(reads ? this : before, writes ? this : before);
        deployed.Readable |= reads;
        deployed.Writable |= writes;
    }

    /// <summary>That of the caller's version; null where it has none.</summary>
    internal VersionProperty? FindForCaller()
    {
        if (IsOneForAll)
            return Newest;
        var version = live.FindCallersVersion();
        return properties.FirstOrDefault(p => p.Version == version && p.Source.PropertyType == Newest.Source.PropertyType);
    }

    /// <inheritdoc/>
    public object? GetValue(object target)
    {
        if (FindForCaller() is { } own)
            return own.Get(target);
        return StandIn?.ValueProvider?.GetValue(target) ?? MakeDefault(Newest.Source.PropertyType!);
    }

    /// <inheritdoc/>
    public void SetValue(object target, object? value)
    {
        if (FindForCaller() is { } own)
            own.Set(target, value);
        else
            StandIn?.ValueProvider?.SetValue(target, value);
    }

    private static object? MakeDefault(Type type) =>
        !type.IsValueType || Nullable.GetUnderlyingType(type) is not null ? null : RuntimeHelpers.GetUninitializedObject(type);

    private sealed class CompletedValue(IValueProvider get, IValueProvider set) : IValueProvider
    {
        public object? GetValue(object target) => get.GetValue(target);

        public void SetValue(object target, object? value) => set.SetValue(target, value);
    }
}
