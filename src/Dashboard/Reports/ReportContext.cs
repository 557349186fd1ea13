using System.Text.Json;
using System.Text.Json.Serialization;

namespace HotWeave.Dashboard.Reports;

/// <summary>
/// Reads what processes report, from the one form in which runtimes write it, and without reflection, which trimmed applications have not. The runtime of the
/// process may be older or newer: what it does not report is as if there were none.
/// </summary>
/// <remarks>Members of reports have setters: a generated serialiser gives those that are init-only no default where they are missing.</remarks>
[JsonSerializable(typeof(ProcessStatus))]
[JsonSerializable(typeof(TurnReport))]
[JsonSerializable(typeof(PreparedReport))]
[JsonSerializable(typeof(ConfirmReport))]
[JsonSerializable(typeof(PurgeReport))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class ReportContext : JsonSerializerContext
{
    /// <summary>Reads a report.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static T Read<T>(string json) => (T?)JsonSerializer.Deserialize(json, typeof(T), Default) ?? throw new JsonException("it is no object");
}
