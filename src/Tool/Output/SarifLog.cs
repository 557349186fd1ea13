using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using HotWeave.Tool.Diagnostics;

namespace HotWeave.Tool.Output;

/// <summary>Messages as SARIF 2.1.0 (OASIS), the form in which code review tools show findings beside the source.</summary>
internal static class SarifLog
{
    private const string Schema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json";

    private static readonly SarifContext s_context = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    /// <summary>The log's text, with line feeds only; the same messages give the same text.</summary>
    /// <param name="diagnostics">The messages; the kind of each is among its properties.</param>
    /// <param name="verdict">What the run came to, one of its properties; null where there is none.</param>
    public static string Write(IReadOnlyList<DiagnosticDocument> diagnostics, string? verdict)
    {
        var rules = diagnostics.Select(static d => d.Id).Distinct().Order(StringComparer.Ordinal).Select(static id => new SarifRule(id));
        var run = new SarifRun(new SarifTool(new SarifDriver("HotWeave", [.. rules])), [.. diagnostics.Select(Result)], new SarifRunProperties(verdict));
        return JsonSerializer.Serialize(new SarifRoot(Schema, "2.1.0", [run]), s_context.SarifRoot).ReplaceLineEndings("\n") + "\n";
    }

    private static SarifResult Result(DiagnosticDocument diagnostic) => new(
        diagnostic.Id,
        diagnostic.Severity == "info" ? "note" : diagnostic.Severity,
        new SarifMessage(diagnostic.Message),
        diagnostic.File is null ? null : [new SarifLocation(Physical(diagnostic.File, diagnostic))],
        new SarifResultProperties(diagnostic.Kind));

    // A column of 0 means that the symbols do not say; SARIF counts from 1.
    private static SarifPhysicalLocation Physical(string file, DiagnosticDocument diagnostic) => new(
        new SarifArtifact(Uri(file)),
        diagnostic.Line is > 0 ? new SarifRegion(diagnostic.Line.Value, diagnostic.Column is > 0 ? diagnostic.Column : null) : null);

    private static string Uri(string file) =>
        System.Uri.TryCreate(file, UriKind.Absolute, out var uri) ? uri.AbsoluteUri : System.Uri.EscapeDataString(file.Replace('\\', '/')).Replace("%2F", "/", StringComparison.Ordinal);
}

internal sealed record SarifRoot([property: JsonPropertyName("$schema")] string Schema, string Version, IReadOnlyList<SarifRun> Runs);

internal sealed record SarifRun(SarifTool Tool, IReadOnlyList<SarifResult> Results, SarifRunProperties Properties);

internal sealed record SarifRunProperties(string? Verdict);

internal sealed record SarifTool(SarifDriver Driver);

internal sealed record SarifDriver(string Name, IReadOnlyList<SarifRule> Rules);

internal sealed record SarifRule(string Id);

internal sealed record SarifResult(string RuleId, string Level, SarifMessage Message, IReadOnlyList<SarifLocation>? Locations, SarifResultProperties Properties);

internal sealed record SarifResultProperties(string Kind);

internal sealed record SarifMessage(string Text);

internal sealed record SarifLocation(SarifPhysicalLocation PhysicalLocation);

internal sealed record SarifPhysicalLocation(SarifArtifact ArtifactLocation, SarifRegion? Region);

internal sealed record SarifArtifact(string Uri);

internal sealed record SarifRegion(int StartLine, int? StartColumn);

/// <summary>Written with no reflection.</summary>
[JsonSerializable(typeof(SarifRoot))]
internal sealed partial class SarifContext : JsonSerializerContext;
