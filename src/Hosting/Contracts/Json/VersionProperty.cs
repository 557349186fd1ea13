using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using HotWeave.Frameworks;

namespace HotWeave.AspNetCore.Contracts.Json;

/// <summary>A property that one version adds to a type, as System.Text.Json sees it in the class which stands for the type.</summary>
/// <param name="Version">The version's number.</param>
/// <param name="Member">The property of that class.</param>
/// <param name="Source">What its attributes and the options make of it.</param>
/// <param name="Show">Makes what stands for an object.</param>
/// <param name="Order">The names of all properties of the version's type, in their order.</param>
internal sealed record VersionProperty(int Version, PropertyInfo Member, JsonPropertyInfo Source, Func<object, object> Show, IReadOnlyList<string> Order)
{
    // Shared by all threads; contracts of these classes are never configured or kept.
    private static readonly DefaultJsonTypeInfoResolver s_resolver = new();

    /// <summary>Those of a class.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "The patch brings the class.")]
    internal static IEnumerable<VersionProperty> ReadAll(int version, Type contract, JsonSerializerOptions options)
    {
        var show = ContractClass.ReadShow(contract);
        var order = ContractClass.ReadOrder(contract);
        foreach (var property in s_resolver.GetTypeInfo(contract, options).Properties)
        {
            if (property.AttributeProvider is PropertyInfo member)
                yield return new VersionProperty(version, member, property, show, order);
        }
    }

    internal object? Get(object self) => Source.Get?.Invoke(Show(self));

    internal void Set(object self, object? value) => Source.Set?.Invoke(Show(self), value);

    /// <summary>Whether a value is written: by the property's own attribute, or else by the options.</summary>
    internal bool IsWritten(object self, object? value)
    {
        if (Source.ShouldSerialize is { } asked)
            return asked(Show(self), value);
        return Source.Options.DefaultIgnoreCondition switch
        {
            JsonIgnoreCondition.WhenWritingNull => value is not null,
            JsonIgnoreCondition.WhenWritingDefault => !Equals(value, DefaultValue.Make(Source.PropertyType)),
            _ => true,
        };
    }
}
