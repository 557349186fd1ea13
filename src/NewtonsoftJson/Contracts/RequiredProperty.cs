using System.Runtime.CompilerServices;
using Newtonsoft.Json;
using Newtonsoft.Json.Serialization;

namespace HotWeave.NewtonsoftJson.Contracts;

/// <summary>
/// Asks for a property that not all live versions require, as Newtonsoft.Json does where all do: only of who reads for a version that requires
/// it.
/// </summary>
internal sealed class RequiredProperty(LiveProperty property, JsonObjectContract contract, JsonProperty target) : IValueProvider
{
    // The objects that were given a value. Set and asked by the thread that reads the object.
    private readonly ConditionalWeakTable<object, object> _given = [];

    internal void Watch()
    {
        target.Required = Required.Default;
        target.ValueProvider = this;
        contract.OnDeserializedCallbacks.Add((self, _) =>
        {
            if (!_given.Remove(self) && property.FindForCaller()?.Required is Required.Always or Required.AllowNull)
                throw new JsonSerializationException($"Required property '{target.PropertyName}' not found in JSON.");
        });
    }

    /// <inheritdoc/>
    public object? GetValue(object self) => property.GetValue(self);

    /// <inheritdoc/>
    public void SetValue(object self, object? value)
    {
        if (value is null && property.FindForCaller()?.Required is Required.Always or Required.DisallowNull)
            throw new JsonSerializationException($"Required property '{target.PropertyName}' expects a value but got null.");
        property.SetValue(self, value);
        _given.TryAdd(self, self);
    }
}
