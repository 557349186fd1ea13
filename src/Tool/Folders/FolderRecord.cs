using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using HotWeave.Tool.Diagnostics;
using HotWeave.Tool.Files;

namespace HotWeave.Tool.Folders;

/// <summary>
/// What weaving did to a folder: <c>.hotweave/record.json</c>. The originals lie in <c>.hotweave/originals</c> under their own names.
/// </summary>
/// <param name="Format">Number of this format: 1.</param>
/// <param name="Sequence">Counts the changes that weaving made to the folder.</param>
/// <param name="Files">Every file that weaving replaced or added, in ordinal order of its path.</param>
internal sealed record FolderRecord(int Format, int Sequence, IReadOnlyList<FolderRecordEntry> Files)
{
    /// <summary>Where the record and the originals lie, in the application's folder.</summary>
    public const string FolderName = ".hotweave";

    /// <summary>The record's path in the application's folder.</summary>
    public const string RelativePath = FolderName + "/record.json";

    private const string Originals = FolderName + "/originals";
    private const int CurrentFormat = 1;

    private static readonly FolderRecordContext s_context = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    /// <summary>The record of a folder that was never woven.</summary>
    public static FolderRecord Empty { get; } = new(CurrentFormat, 0, []);

    /// <summary>Where a file's original lies, in the application's folder.</summary>
    public static string OriginalOf(string relativePath) => Originals + "/" + relativePath;

    /// <summary>The digest that records name contents by.</summary>
    public static string Digest(ReadOnlySpan<byte> bytes) => Convert.ToHexString(SHA256.HashData(bytes)).ToLowerInvariant();

    /// <summary>Reads a folder's record; <see cref="Empty"/> when it has none.</summary>
    /// <exception cref="RefusedException">HW7110: it is damaged.</exception>
    public static FolderRecord Read(string folder)
    {
        var path = Path.Combine(folder, RelativePath);
        if (!File.Exists(path))
            return Empty;
        try
        {
            var record = JsonSerializer.Deserialize(RegularFile.ReadAllText(path), s_context.FolderRecord);
            if (record is not { Format: CurrentFormat, Files: not null })
                throw new JsonException($"it has format {record?.Format}");
            foreach (var file in record.Files)
                CheckEntry(folder, file);
            return record;
        }
        catch (JsonException e)
        {
            throw new RefusedException(UseDiagnostics.DamagedRecord.With(path, e.Message), e);
        }
    }

    private static void CheckEntry(string folder, FolderRecordEntry? entry)
    {
        if (FolderPath.Parse(entry?.Path) is not { } path)
            throw new JsonException($"it names '{entry?.Path}', which is no path in the folder");
        var original = FolderPath.Parse(OriginalOf(path.Text))!.Value;
        if (path.FindIn(folder) is null || original.FindIn(folder) is null)
            throw new JsonException($"a link stands on the way to '{path}'");
        if (path.Text.StartsWith(FolderName + "/", StringComparison.Ordinal))
            throw new JsonException($"it names '{path}', which is its own");
        if (entry!.Woven is null)
            throw new JsonException($"it does not say what '{path}' was made");
    }

    /// <summary>The record's bytes; the same record gives the same bytes.</summary>
    public byte[] ToBytes() =>
        System.Text.Encoding.UTF8.GetBytes(JsonSerializer.Serialize(this, s_context.FolderRecord).ReplaceLineEndings("\n") + "\n");

    /// <summary>What is known of a file; null when weaving never touched it.</summary>
    public FolderRecordEntry? Find(string relativePath) => Files.FirstOrDefault(f => f.Path == relativePath);
}

/// <summary>A file that weaving replaced or added.</summary>
/// <param name="Path">Its path in the folder, with <c>/</c>.</param>
/// <param name="Original">Digest of the original, which is kept; null for a file that was added.</param>
/// <param name="Woven">Digest of what weaving put there.</param>
internal sealed record FolderRecordEntry(string Path, string? Original, string Woven);

/// <summary>Reads and writes records without reflection.</summary>
[JsonSerializable(typeof(FolderRecord))]
internal sealed partial class FolderRecordContext : JsonSerializerContext;
