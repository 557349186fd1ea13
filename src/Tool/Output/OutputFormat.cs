namespace HotWeave.Tool.Output;

/// <summary>For whom the output is.</summary>
internal enum OutputFormat
{
    /// <summary>People; may change at any time.</summary>
    Text,

    /// <summary>Programs; stable, documented in <c>docs/cli.md</c>.</summary>
    Json,
}
