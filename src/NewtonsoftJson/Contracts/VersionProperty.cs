using Newtonsoft.Json;
using Newtonsoft.Json.Serialization;

namespace HotWeave.NewtonsoftJson.Contracts;

/// <summary>A property that one version adds to a type, as Newtonsoft.Json sees it in the class which stands for the type.</summary>
/// <param name="Version">The version's number.</param>
/// <param name="Member">The property's name in code.</param>
/// <param name="Source">What its attributes and the resolver make of it.</param>
/// <param name="Show">Makes what stands for an object.</param>
/// <param name="Order">The names of all properties of the version's type, in their order.</param>
internal sealed record VersionProperty(int Version, string Member, JsonProperty Source, Func<object, object> Show, IReadOnlyList<string> Order)
{
    // The property is given to a contract with another one.
    private readonly IValueProvider? _values = Source.ValueProvider;
    private readonly Predicate<object>? _isWritten = Source.ShouldSerialize;

    /// <summary>Whether who reads has to find it.</summary>
    internal Required Required { get; } = Source.Required;

    internal object? Get(object self) => _values?.GetValue(Show(self));

    internal void Set(object self, object? value) => _values?.SetValue(Show(self), value);

    /// <summary>Whether it is written, as far as the class says.</summary>
    internal bool IsWritten(object self) => _isWritten is null || _isWritten(Show(self));
}
