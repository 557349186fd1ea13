using HotWeave.Patches.Format;
using HotWeave.Tool.Diagnostics;
using HotWeave.Trust.Signing;

namespace HotWeave.Tool.Signing;

/// <summary>Makes the statement about a patch, and signs it.</summary>
internal static class SignedPatch
{
    /// <summary>The file with its first signatures.</summary>
    /// <exception cref="RefusedException">HW7132, HW7133, HW7134.</exception>
    public static byte[] Sign(PatchFile patch, SigningTerms terms, IReadOnlyList<ISigner> signers, string path)
    {
        var application = terms.Application ?? throw new RefusedException(SigningDiagnostics.NoApplication.With(path));
        var statement = new PatchStatement(
            application,
            patch.Id,
            SignatureBlock.FindPatchLength(patch.Bytes),
            [.. patch.DeployedBaselines.Select(static b => new SignedBaseline(b.Assembly, b.BaselineId))],
            patch.Manifest.FromLabel,
            patch.Manifest.ToLabel,
            terms.Sequence,
            terms.Expires);
        return Put(patch.Bytes, AddSignatures(new DsseEnvelope(PatchStatement.PayloadType, Write(statement, path), []), signers), path);
    }

    /// <summary>The envelope with more signatures; one by the same key is replaced.</summary>
    /// <exception cref="RefusedException">HW7132.</exception>
    public static DsseEnvelope AddSignatures(DsseEnvelope envelope, IReadOnlyList<ISigner> signers)
    {
        var message = envelope.Encode();
        var signatures = envelope.Signatures.Where(s => signers.All(signer => signer.Key.Id != s.KeyId)).ToList();
        foreach (var signer in signers.DistinctBy(static s => s.Key.Id))
            signatures.Add(new DsseSignature(signer.Key.Id, signer.Sign(message)));
        return envelope with { Signatures = signatures };
    }

    /// <summary>The file with an envelope, which every reader takes.</summary>
    /// <exception cref="RefusedException">HW7133.</exception>
    public static byte[] Put(byte[] file, DsseEnvelope envelope, string path)
    {
        var bytes = envelope.Write();
        try
        {
            DsseEnvelope.Parse(bytes);
            return SignatureBlock.Put(file, bytes);
        }
        catch (FormatException e)
        {
            throw new RefusedException(SigningDiagnostics.CannotSign.With(path, "its signatures would be refused: " + e.Message), e);
        }
    }

    // Labels are anybody's text; what readers refuse is not signed.
    private static byte[] Write(PatchStatement statement, string path)
    {
        var bytes = statement.Write();
        try
        {
            PatchStatement.Parse(bytes);
            return bytes;
        }
        catch (FormatException e)
        {
            throw new RefusedException(SigningDiagnostics.CannotSign.With(path, e.Message), e);
        }
    }
}
