using System.CommandLine;
using HotWeave.Tool.Diagnostics;
using HotWeave.Tool.Output;
using HotWeave.Tool.Signing;
using HotWeave.Trust.Signing;

namespace HotWeave.Tool.Commands;

/// <summary><c>hotweave key rotate</c>: names all keys that are trusted from now on. What it leaves out is revoked.</summary>
internal sealed class RotateKeysCommand : CommandBase
{
    private readonly Option<string> _application = new("--application") { Description = "The application, as its processes call it.", Required = true };
    private readonly Option<long> _number = new("--number") { Description = "1 for the first statement of the application, then one more each time.", Required = true };
    private readonly Option<string[]> _trust = SelectionOptions.Patterns("--trust", "A public key or certificate (PEM) that is trusted from now on; may be given several times.");
    private readonly Option<int> _threshold = new("--threshold") { Description = "How many of them must sign; 1 is the default.", DefaultValueFactory = static _ => 1 };
    private readonly Option<long?> _sequence = new("--restart-sequence") { Description = "Where the sequence numbers of patches begin again: what has a smaller one is not taken any more." };
    private readonly Option<FileInfo> _output = new("--output", "-o") { Description = "The .keys file to write.", Required = true };
    private readonly Option<string[]> _key = SelectionOptions.Patterns("--key", "A private key (PEM) to sign with: of the keys trusted before, and of the new ones.");

    public RotateKeysCommand()
        : base("rotate", "Makes a statement that replaces the keys that processes trust: it introduces new ones and revokes those it leaves out.")
    {
        _trust.Required = true;
        foreach (var option in (Option[])[_application, _number, _trust, _threshold, _sequence, _output, _key])
            Options.Add(option);
    }

    protected override Document Run(ParseResult parse, Presenter presenter)
    {
        var path = parse.GetRequiredValue(_output).FullName;
        var keys = parse.GetRequiredValue(_trust).SelectMany(PublicKeys.Read).DistinctBy(static k => k.Id).ToList();
        var statement = new KeyStatement(parse.GetRequiredValue(_application), parse.GetValue(_number), parse.GetValue(_threshold), keys, parse.GetValue(_sequence));
        var envelope = Check(statement.Write(), path);
        var privateKeys = parse.GetValue(_key) ?? [];
        envelope = SignedPatch.AddSignatures(envelope, [.. privateKeys.Select(PrivateKey.Read)]);
        SignedFile.Write(path, envelope.Write());
        return SignedDocument.Describe("key rotate", "made", path, envelope) with
        {
            Diagnostics = [.. KeyText.FindOpenKeys(privateKeys).Select(DiagnosticDocument.From)],
        };
    }

    // What readers refuse is not written.
    private static DsseEnvelope Check(DsseEnvelope envelope, string path)
    {
        try
        {
            KeyStatement.Read(envelope);
            return envelope;
        }
        catch (FormatException e)
        {
            throw new RefusedException(SigningDiagnostics.CannotSign.With(path, e.Message), e);
        }
    }
}
