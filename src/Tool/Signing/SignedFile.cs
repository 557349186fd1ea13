using System.Text;
using HotWeave.Patches.Format;
using HotWeave.Tool.Diagnostics;
using HotWeave.Tool.Files;
using HotWeave.Trust.Signing;

namespace HotWeave.Tool.Signing;

/// <summary>A file that is or can be signed: a patch, or a statement about keys.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Patch">The patch; null where it is a statement about keys.</param>
/// <param name="Envelope">What is signed, and by whom; null where nobody did.</param>
internal sealed record SignedFile(string Path, PatchFile? Patch, DsseEnvelope? Envelope)
{
    private static readonly byte[] s_patchMagic = Encoding.ASCII.GetBytes("HOTPATCH");

    /// <summary>The application that it says it is for.</summary>
    /// <exception cref="RefusedException">HW7133.</exception>
    public string Application => Patch is null ? ReadKeys().Application : ReadStatement().Application;

    /// <summary>Reads one.</summary>
    /// <exception cref="RefusedException">HW7020, HW7022, HW7133.</exception>
    public static SignedFile Read(string path)
    {
        try
        {
            if (new FileInfo(path).Length is > PatchFile.LongestFile and var length)
                throw new RefusedException(UseDiagnostics.PatchTooLarge.With(path, length, PatchFile.LongestFile));
            var bytes = RegularFile.ReadAllBytes(path, PatchFile.LongestFile);
            if (!bytes.AsSpan().StartsWith(s_patchMagic))
                return new SignedFile(path, null, DsseEnvelope.Parse(bytes));
            return new SignedFile(path, PatchFile.Read(bytes), SignatureBlock.FindEnvelope(bytes) is { } envelope ? DsseEnvelope.Parse(envelope) : null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException(UseDiagnostics.CannotRead.With(path, e.Message), e);
        }
        catch (Exception e) when (e is FormatException or InvalidPatchFileException)
        {
            throw new RefusedException(SigningDiagnostics.CannotSign.With(path, e.Message), e);
        }
    }

    /// <summary>Writes a file whole, or not at all.</summary>
    /// <exception cref="RefusedException">HW7133.</exception>
    public static void Write(string path, byte[] bytes)
    {
        var beside = path + ".new";
        try
        {
            File.WriteAllBytes(beside, bytes);
            File.Move(beside, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException(SigningDiagnostics.CannotSign.With(path, e.Message), e);
        }
    }

    /// <summary>What is said of the patch.</summary>
    /// <exception cref="RefusedException">HW7133.</exception>
    public PatchStatement ReadStatement() => Parse(() => PatchStatement.Parse(Envelope!.Payload));

    /// <summary>Whether what is said is so.</summary>
    /// <exception cref="FormatException">It is not; the message says why.</exception>
    public void Check(string application, DateTimeOffset now)
    {
        if (Patch is null)
            return;
        var statement = PatchStatement.Parse(Envelope!.Payload);
        if (Envelope.PayloadType != PatchStatement.PayloadType)
            throw new FormatException("its signature is not about a patch");
        if (statement.Application != application)
            throw new FormatException($"it is signed for the application {statement.Application}");
        if (statement.Patch != Patch.Id || statement.Length != SignatureBlock.FindPatchLength(Patch.Bytes))
            throw new FormatException($"the signature is of another patch ({statement.Patch})");
        if (!statement.Baselines.SequenceEqual(Patch.DeployedBaselines.Select(static b => new SignedBaseline(b.Assembly, b.BaselineId)))
            || (statement.FromLabel, statement.ToLabel) != (Patch.Manifest.FromLabel, Patch.Manifest.ToLabel))
        {
            throw new FormatException("the signature names other builds than the patch");
        }

        if (statement.Expires is { } expires && now >= expires)
            throw new FormatException($"its signature expired on {SignedTime.Write(expires)}");
    }

    private KeyStatement ReadKeys() => Parse(() => KeyStatement.Read(Envelope!));

    private T Parse<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (FormatException e)
        {
            throw new RefusedException(SigningDiagnostics.CannotSign.With(Path, e.Message), e);
        }
    }
}
