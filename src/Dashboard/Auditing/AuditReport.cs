using System.Text.Json.Serialization;

namespace HotWeave.Dashboard.Auditing;

/// <summary>A record of the audit log, as far as pages show it; <c>docs/versions.md</c> says what is in one.</summary>
internal sealed record AuditReport
{
    /// <summary>When it ended.</summary>
    public string Time { get; set; } = "";

    /// <summary>Its kind, in one word.</summary>
    public string Operation { get; set; } = "";

    /// <summary>The same in words.</summary>
    public string? Description { get; set; }

    /// <summary>How it ended.</summary>
    public string Outcome { get; set; } = "";

    /// <summary>Why it was refused; null where it was not.</summary>
    public string? Code { get; set; }

    /// <summary>The same in words.</summary>
    public string? Message { get; set; }

    /// <summary>The digest of the patch.</summary>
    public string? Patch { get; set; }

    /// <summary>Who signed it.</summary>
    public IReadOnlyList<string>? SignedBy { get; set; }

    /// <summary>The version that it turned from; null where nothing turned.</summary>
    public int? From { get; set; }

    /// <summary>The version that it turned to.</summary>
    public int? To { get; set; }

    /// <summary>The version that was current then.</summary>
    public int Version { get; set; }

    /// <summary>Who asked.</summary>
    public string? By { get; set; }

    /// <summary>The process's machine.</summary>
    public string? Host { get; set; }

    /// <summary>The process's id.</summary>
    public int Process { get; set; }

    /// <summary>What went wrong without undoing it.</summary>
    public IReadOnlyList<string>? Warnings { get; set; }
}

/// <summary>Reads records without reflection, which trimmed applications have not.</summary>
[JsonSerializable(typeof(AuditReport))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class AuditContext : JsonSerializerContext;
