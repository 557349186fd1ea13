using HotWeave.Trust.Signing;

namespace HotWeave.Tool.Output;

/// <summary>A signed patch or statement about keys. Outcome: <c>signed</c>, <c>made</c> or <c>verified</c>.</summary>
internal sealed record SignedDocument : Document
{
    /// <summary>The file.</summary>
    public required string File { get; init; }

    /// <summary>The application that it is for.</summary>
    public required string Application { get; init; }

    /// <summary>The patch's digest; null where it is about keys.</summary>
    public string? PatchId { get; init; }

    /// <summary>The patch's sequence number, or where numbers begin again; null where the statement about keys does not say.</summary>
    public long? Sequence { get; init; }

    /// <summary>Until when the patch may be taken; null where for ever, or where it is about keys.</summary>
    public string? Expires { get; init; }

    /// <summary>The number of the statement about keys; null where it is about a patch.</summary>
    public long? Number { get; init; }

    /// <summary>The keys that the statement trusts; empty where it is about a patch.</summary>
    public IReadOnlyList<string> Trusted { get; init; } = [];

    /// <summary>How many of them must sign; null where it is about a patch.</summary>
    public int? Threshold { get; init; }

    /// <summary>The ids of the keys that it says to be signed by.</summary>
    public required IReadOnlyList<string> Signatures { get; init; }

    /// <summary>Trusted keys of which the signature holds; empty where that was not asked.</summary>
    public IReadOnlyList<string> SignedBy { get; init; } = [];

    /// <summary>What an envelope says.</summary>
    public static SignedDocument Describe(string command, string outcome, string file, DsseEnvelope envelope)
    {
        IReadOnlyList<string> signatures = [.. envelope.Signatures.Select(static s => s.KeyId)];
        if (envelope.PayloadType == KeyStatement.PayloadType)
        {
            var keys = KeyStatement.Read(envelope);
            return new SignedDocument
            {
                Command = command,
                Outcome = outcome,
                File = file,
                Application = keys.Application,
                Number = keys.Number,
                Sequence = keys.Sequence,
                Threshold = keys.Threshold,
                Trusted = [.. keys.Keys.Select(static k => k.ToString())],
                Signatures = signatures,
            };
        }

        var patch = PatchStatement.Parse(envelope.Payload);
        return new SignedDocument
        {
            Command = command,
            Outcome = outcome,
            File = file,
            Application = patch.Application,
            PatchId = patch.Patch,
            Sequence = patch.Sequence,
            Expires = patch.Expires is { } expires ? SignedTime.Write(expires) : null,
            Signatures = signatures,
        };
    }

    public override void Print(TextReport report)
    {
        report.Line(PatchId is not null
            ? $"patch {PatchId} for {Application}, sequence {Sequence}, valid {(Expires is null ? "for ever" : "until " + Expires)}"
            : $"keys {Number} for {Application}, {Threshold} must sign{(Sequence is null ? "" : $", sequence begins again at {Sequence}")}");
        report.Section("trusted", Trusted);
        if (SignedBy.Count > 0)
            report.Section("signed by", SignedBy);
        else
            report.Section("signatures, not checked", [.. Signatures.Select(static s => s.Length > 0 ? s : "a key without an id")]);
    }
}
