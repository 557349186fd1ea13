using System.Security.Cryptography;
using HotWeave.Admission;
using HotWeave.Patches.Format;
using HotWeave.Trust;
using HotWeave.Trust.Signing;

namespace HotWeave.Runtime.Tests.Trust;

/// <summary>Somebody with a key of his own.</summary>
internal sealed class Signer
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    internal Signer(string name) => Key = TrustedKey.Read(name, _key.ExportSubjectPublicKeyInfo());

    internal TrustedKey Key { get; }

    internal string Pem => _key.ExportSubjectPublicKeyInfoPem();

    internal DsseSignature Sign(DsseEnvelope envelope) =>
        new(Key.Id, _key.SignData(envelope.Encode(), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));

    /// <summary>Signs an envelope.</summary>
    internal static DsseEnvelope Sign(DsseEnvelope envelope, params Signer[] signers) => envelope with { Signatures = [.. envelope.Signatures, .. signers.Select(s => s.Sign(envelope))] };

    /// <summary>A patch with a true statement about it, as the tool would make it.</summary>
    internal static byte[] Sign(byte[] patch, long sequence, params Signer[] signers) => Put(patch, Describe(patch) with { Sequence = sequence }, signers);

    /// <summary>A patch with any statement behind it.</summary>
    internal static byte[] Put(byte[] patch, PatchStatement statement, params Signer[] signers) => Put(patch, statement.Write(), signers);

    /// <summary>A patch with anything behind it that is signed.</summary>
    internal static byte[] Put(byte[] patch, byte[] payload, params Signer[] signers) =>
        SignatureBlock.Put(patch, Sign(new DsseEnvelope(PatchStatement.PayloadType, payload, []), signers).Write());

    /// <summary>What is true of a patch.</summary>
    internal static PatchStatement Describe(byte[] patch)
    {
        var file = PatchFile.Read(patch);
        return new PatchStatement(
            "shop", file.Id, SignatureBlock.FindPatchLength(patch), [.. file.DeployedBaselines.Select(static b => new SignedBaseline(b.Assembly, b.BaselineId))],
            file.Manifest.FromLabel, file.Manifest.ToLabel, 1, null);
    }

    /// <summary>A process that believes these, and whose folder has these floors.</summary>
    internal static PatchAdmission Admission(TrustPolicy policy, SequenceFloors? confirmed = null, TimeProvider? clock = null) =>
        new(() => policy, new TakenSequences(() => confirmed ?? SequenceFloors.None), clock ?? TimeProvider.System);

    /// <summary>A policy that requires signatures by so many of these.</summary>
    internal static TrustPolicy Require(int threshold, params Signer[] signers) =>
        new(TrustMode.Require, "shop", new KeySet([.. signers.Select(static s => s.Key)], threshold), AcceptsOlder: false);
}
