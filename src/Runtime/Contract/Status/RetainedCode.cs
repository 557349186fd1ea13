using System.Text.Json;

namespace HotWeave;

/// <summary>What patches have left behind: those that are loaded for the life of the process and that the current version does not use. Immutable.</summary>
public sealed record RetainedCode
{
    /// <summary>How many patches there are; those that were prepared or checked only are among them.</summary>
    public required int Patches { get; init; }

    /// <summary>How many assemblies they brought that nothing current uses.</summary>
    public required int Assemblies { get; init; }

    /// <summary>
    /// The bytes of their files, which are kept so that a version can be confirmed, and of those assemblies and their symbols. What the runtime
    /// makes of them (native code, types) comes on top; <c>docs/performance.md</c> says how much that was.
    /// </summary>
    public required long Bytes { get; init; }

    internal void Write(Utf8JsonWriter json)
    {
        json.WriteNumber("patches", Patches);
        json.WriteNumber("assemblies", Assemblies);
        json.WriteNumber("bytes", Bytes);
    }
}
