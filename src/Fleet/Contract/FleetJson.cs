using System.Text.Json;
using System.Text.Json.Serialization;

namespace HotWeave.Fleet.Contract;

/// <summary>
/// What lies in a store, as JSON. What a newer version has written and this one does not know is left out; what it does not write has its
/// default.
/// </summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(FleetWish))]
[JsonSerializable(typeof(InstanceReport))]
[JsonSerializable(typeof(PublishedPatch))]
internal sealed partial class FleetJson : JsonSerializerContext
{
    /// <summary>Writes.</summary>
    public static byte[] Write<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, typeof(T), Default);

    /// <summary>Reads.</summary>
    /// <exception cref="FleetException">HW8401: it is no such thing.</exception>
    public static T Read<T>(FleetEntry entry)
    {
        try
        {
            return (T)(JsonSerializer.Deserialize(entry.Value, typeof(T), Default) ?? throw new JsonException("it is null"));
        }
        catch (JsonException e)
        {
            throw FleetDiagnostics.Unreadable(entry.Key, e);
        }
    }
}
