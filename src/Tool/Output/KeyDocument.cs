namespace HotWeave.Tool.Output;

/// <summary>A key pair. Outcome: <c>made</c>.</summary>
internal sealed record KeyDocument : Document
{
    /// <summary>SHA-256 of the public key, 64 lower-case hex digits.</summary>
    public required string KeyId { get; init; }

    /// <summary>What it signs with.</summary>
    public required string Algorithm { get; init; }

    /// <summary>The file of the private key.</summary>
    public required string PrivateKey { get; init; }

    /// <summary>The file of the public key.</summary>
    public required string PublicKey { get; init; }

    /// <summary>Whether the private key is encrypted.</summary>
    public required bool IsEncrypted { get; init; }

    public override void Print(TextReport report)
    {
        report.Line($"key {KeyId} ({Algorithm})");
        report.Line($"  private: '{PrivateKey}'{(IsEncrypted ? ", encrypted" : "")}; keep it where patches are signed");
        report.Line($"  public:  '{PublicKey}'; give it to the processes that are to trust it");
    }
}
