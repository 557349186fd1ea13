using HotWeave.Diagnostics;
using HotWeave.Patches.Format;
using HotWeave.Trust;
using HotWeave.Trust.Signing;

namespace HotWeave.Admission;

/// <summary>
/// The one way in for patches: their bytes come out as a patch only once the process's policy is content with who signed them. Nothing of
/// the patch is read before that; what is read first is the envelope, within bounds, and the statement in it, which is signed.
/// </summary>
/// <param name="policy">Whom the process believes.</param>
/// <param name="sequences">What was taken and confirmed before.</param>
/// <param name="clock">Tells whether a statement has expired.</param>
internal sealed class PatchAdmission(Func<TrustPolicy> policy, TakenSequences sequences, TimeProvider clock)
{
    private static readonly TimeSpan s_soon = TimeSpan.FromDays(14);

    /// <summary>Reads a patch that somebody asks to take.</summary>
    /// <param name="bytes">The file; copied first, so that nobody changes it between the check and its use.</param>
    /// <param name="acceptsOlder">Whether who asks means an older patch.</param>
    /// <exception cref="SwapException">HW6101, HW6340 to HW6347, HW6349; nothing was read but the signature.</exception>
    internal AdmittedPatch Admit(ReadOnlyMemory<byte> bytes, bool acceptsOlder) =>
        Admit(Copy(bytes), (statement, trust) => sequences.FindFloor(statement, trust.Keys), acceptsOlder);

    /// <summary>Reads a confirmed patch at the start, or when a load context has come.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="confirmed">The floors that the journal has.</param>
    /// <exception cref="SwapException">As for any other.</exception>
    internal AdmittedPatch AdmitConfirmed(byte[] bytes, SequenceFloors confirmed) =>
        Admit(bytes, (statement, trust) => new SequenceFloor(confirmed.Under(trust.Keys).Find(statement), null), acceptsOlder: false);

    /// <summary>Looks once more before a turn: much may have happened since the patch was prepared.</summary>
    /// <returns>Warnings.</returns>
    /// <exception cref="SwapException">HW6345, HW6346, HW6349; nothing has changed.</exception>
    internal IReadOnlyList<string> CheckCommit(PatchSignature? signature, bool acceptsOlder)
    {
        var trust = policy();
        if (trust.Mode == TrustMode.Off || signature is null)
            return [];
        return Judge(trust, () =>
        {
            CheckExpiry(signature.Statement);
            CheckSequence(signature.Statement, sequences.FindFloor(signature.Statement, trust.Keys), trust, acceptsOlder);
        });
    }

    /// <summary>
    /// Notes that a patch is current, or has a share of the units: what is older is a replay from now on, and what was accepted as older
    /// may be confirmed.
    /// </summary>
    internal void Note(PatchSignature? signature, bool acceptsOlder)
    {
        if (signature is null)
            return;
        sequences.Note(signature.Statement);
        if (acceptsOlder && policy().AcceptsOlder)
            sequences.Accept(signature.Statement);
    }

    /// <summary>Looks whether an operator may go back there: to the baseline always, and to what is not older than what was confirmed.</summary>
    /// <returns>Warnings.</returns>
    /// <exception cref="SwapException">HW6348, HW6349; nothing has changed.</exception>
    internal IReadOnlyList<string> CheckReturn(VersionNumber version, IEnumerable<PatchSignature?> signatures, bool acceptsOlder)
    {
        var trust = policy();
        return trust.Mode == TrustMode.Off ? [] : Judge(trust, () =>
        {
            foreach (var statement in signatures.OfType<PatchSignature>().Select(static s => s.Statement))
            {
                if (acceptsOlder && trust.AcceptsOlder)
                    sequences.Accept(statement);
                else if (sequences.FindConfirmed(statement, trust.Keys) is var floor && statement.Sequence < floor)
                    throw TrustDiagnostics.OlderVersion.Refuse(version, statement.Patch[..12], statement.Sequence, floor, WayToAccept(trust));
            }
        });
    }

    /// <summary>Looks whether patches may be confirmed, and says when a start will not take them any more.</summary>
    /// <exception cref="SwapException">HW6345; nothing is confirmed.</exception>
    internal IReadOnlyList<string> CheckConfirm(IEnumerable<PatchSignature?> signatures)
    {
        var trust = policy();
        if (trust.Mode == TrustMode.Off)
            return [];
        var warnings = new List<string>();
        foreach (var statement in signatures.OfType<PatchSignature>().Select(static s => s.Statement).Distinct())
        {
            warnings.AddRange(Judge(trust, () => CheckExpiry(statement)));
            if (warnings.Count == 0 && statement.Expires is { } expires && expires - clock.GetUtcNow() < s_soon)
                warnings.Add(TrustDiagnostics.ExpiresSoon.Warn(statement.Patch[..12], SignedTime.Write(expires)));
        }

        return warnings;
    }

    /// <summary>The floors that the journal of confirmed patches is to have. Called while nobody else writes it.</summary>
    /// <exception cref="SwapException">HW6348: another process confirmed something newer meanwhile; nothing is confirmed.</exception>
    internal SequenceFloors Confirm(VersionNumber version, SequenceFloors before, IEnumerable<PatchSignature?> signatures)
    {
        var trust = policy();
        if (trust.Mode == TrustMode.Off)
            return before;
        var floors = before.Under(trust.Keys);
        foreach (var statement in signatures.OfType<PatchSignature>().Select(static s => s.Statement))
        {
            if (trust.Mode == TrustMode.Require && before.Under(trust.Keys).Find(statement) is var floor && statement.Sequence < floor && !sequences.IsAccepted(statement))
                throw TrustDiagnostics.OlderVersion.Refuse(version, statement.Patch[..12], statement.Sequence, floor, WayToAccept(trust));
            floors = floors.With(statement);
        }

        return floors;
    }

    private AdmittedPatch Admit(byte[] bytes, Func<PatchStatement, TrustPolicy, SequenceFloor> floor, bool acceptsOlder)
    {
        var trust = policy();
        if (trust.Mode == TrustMode.Off)
            return new AdmittedPatch(Read(bytes), null, []);
        PatchSignature? signature = null;
        var warnings = Judge(trust, () =>
        {
            signature = ReadSignature(bytes, trust);
            CheckApplication(signature.Statement, trust);
            CheckContent(signature.Statement, bytes);
            CheckExpiry(signature.Statement);
            CheckSequence(signature.Statement, floor(signature.Statement, trust), trust, acceptsOlder);
        });
        var file = Read(bytes);
        // Who signed it is known only where all that he said is so.
        if (signature is not null && warnings.Count == 0)
            warnings = Judge(trust, () => CheckManifest(signature.Statement, file));
        return new AdmittedPatch(file, warnings.Count == 0 ? signature : null, warnings);
    }

    // In the mode "warn" what would refuse is a warning.
    private static IReadOnlyList<string> Judge(TrustPolicy trust, Action check)
    {
        try
        {
            if (trust.Problem is { } problem)
                throw TrustDiagnostics.TrustUnusable.Refuse(problem);
            check();
            return [];
        }
        catch (SwapException e) when (trust.Mode == TrustMode.Warn)
        {
            return [e.Message];
        }
    }

    private PatchSignature ReadSignature(byte[] bytes, TrustPolicy trust)
    {
        DsseEnvelope envelope;
        try
        {
            envelope = DsseEnvelope.Parse(SignatureBlock.FindEnvelope(bytes) ?? throw TrustDiagnostics.NotSigned.Refuse());
            if (envelope.PayloadType != PatchStatement.PayloadType)
                throw new FormatException("it is not about a patch");
        }
        catch (Exception e) when (e is FormatException or InvalidPatchFileException)
        {
            throw TrustDiagnostics.MalformedSignature.Refuse(e, e.Message);
        }

        IReadOnlyList<TrustedKey> signers;
        try
        {
            signers = trust.Keys.Require(envelope, clock.GetUtcNow());
        }
        catch (FormatException e)
        {
            throw TrustDiagnostics.NotTrusted.Refuse(e, e.Message);
        }

        try
        {
            return new PatchSignature(PatchStatement.Parse(envelope.Payload), [.. signers.Select(static s => s.ToString())]);
        }
        catch (FormatException e)
        {
            throw TrustDiagnostics.MalformedSignature.Refuse(e, e.Message);
        }
    }

    private static void CheckApplication(PatchStatement statement, TrustPolicy trust)
    {
        if (!string.Equals(statement.Application, trust.Application, StringComparison.Ordinal))
            throw TrustDiagnostics.OtherApplication.Refuse(statement.Application, trust.Application);
    }

    private static void CheckContent(PatchStatement statement, byte[] bytes)
    {
        var length = SignatureBlock.FindPatchLength(bytes);
        if (statement.Length != length)
            throw TrustDiagnostics.OtherContent.Refuse($"it is of {statement.Length} bytes, and there are {length}");
        string id;
        try
        {
            id = PatchFile.ComputeId(bytes);
        }
        catch (InvalidPatchFileException e)
        {
            throw TrustDiagnostics.OtherContent.Refuse(e, e.Message);
        }

        if (statement.Patch != id)
            throw TrustDiagnostics.OtherContent.Refuse($"it is of {statement.Patch}, and this is {id}");
    }

    private static void CheckManifest(PatchStatement statement, PatchFile file)
    {
        if (!statement.Baselines.SequenceEqual(file.DeployedBaselines.Select(static b => new SignedBaseline(b.Assembly, b.BaselineId))))
            throw TrustDiagnostics.OtherContent.Refuse("it names other baselines than the patch");
        if ((statement.FromLabel, statement.ToLabel) != (file.Manifest.FromLabel, file.Manifest.ToLabel))
            throw TrustDiagnostics.OtherContent.Refuse("it names other versions than the patch");
    }

    private void CheckExpiry(PatchStatement statement)
    {
        if (statement.Expires is { } expires && clock.GetUtcNow() is var now && now >= expires)
            throw TrustDiagnostics.Expired.Refuse(SignedTime.Write(expires), SignedTime.Write(now));
    }

    private static void CheckSequence(PatchStatement statement, SequenceFloor floor, TrustPolicy trust, bool acceptsOlder)
    {
        // What has the same number is the same patch, or a replay of one that was beside it.
        var isOlder = statement.Sequence < floor.Number || (statement.Sequence == floor.Number && floor.Patch is { } patch && patch != statement.Patch);
        if (isOlder && !(acceptsOlder && trust.AcceptsOlder))
            throw TrustDiagnostics.Replayed.Refuse(statement.Sequence, floor.Number, floor.Patch is { } other ? $" (that of {other[..12]})" : "", WayToAccept(trust));
    }

    private static byte[] Copy(ReadOnlyMemory<byte> bytes) =>
        bytes.Length <= PatchFile.LongestFile ? bytes.ToArray() : throw SwapDiagnostics.NoPatch.Refuse($"they are more than {PatchFile.LongestFile}");

    private static string WayToAccept(TrustPolicy trust) =>
        trust.AcceptsOlder ? ", or accept it: --accept-older" : "";

    private static PatchFile Read(byte[] bytes)
    {
        try
        {
            return PatchFile.Read(bytes);
        }
        catch (InvalidPatchFileException e)
        {
            throw SwapDiagnostics.NoPatch.Refuse(e, e.Message);
        }
    }
}
