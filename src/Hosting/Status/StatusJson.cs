using System.Text.Json.Serialization;

namespace HotWeave.AspNetCore.Status;

/// <summary>Writes a status without reflection, so that trimmed applications have it too.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(StatusReport))]
internal sealed partial class StatusJson : JsonSerializerContext;
