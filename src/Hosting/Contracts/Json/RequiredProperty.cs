using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace HotWeave.AspNetCore.Contracts.Json;

/// <summary>
/// Asks for a property that not all live versions require, as System.Text.Json does where all do: only of who reads for a version that
/// requires it.
/// </summary>
internal sealed class RequiredProperty(LiveProperty property, JsonTypeInfo contract, JsonPropertyInfo target)
{
    // The objects that were given a value. Set and asked by the thread that reads the object.
    private readonly ConditionalWeakTable<object, object> _given = [];

    internal void Watch()
    {
        if (contract.Type.IsValueType || target.Set is not { } set)
            return;
        target.Set = (self, value) =>
        {
            set(self, value);
            _given.TryAdd(self, self);
        };
        var before = contract.OnDeserialized;
        contract.OnDeserialized = self =>
        {
            if (!_given.Remove(self) && property.FindForCaller()?.Source.IsRequired == true)
                throw new JsonException($"JSON deserialization for type '{contract.Type}' was missing required properties including: '{target.Name}'.");
            before?.Invoke(self);
        };
    }
}
