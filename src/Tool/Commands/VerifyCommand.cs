using System.CommandLine;
using HotWeave.Tool.Diagnostics;
using HotWeave.Tool.Output;
using HotWeave.Tool.Signing;
using HotWeave.Trust.Signing;

namespace HotWeave.Tool.Commands;

/// <summary><c>hotweave verify</c>: whether a process that trusts these keys would take a file.</summary>
internal sealed class VerifyCommand : CommandBase
{
    private readonly Argument<FileInfo> _file = new("file") { Description = "A signed .hotpatch file, or a .keys file." };
    private readonly Option<string[]> _trust = SelectionOptions.Patterns("--trust", "What processes are told to trust: files with public keys or certificates, or folders of these.");
    private readonly Option<int> _threshold = new("--threshold") { Description = "How many of the keys must have signed; 1 is the default.", DefaultValueFactory = static _ => 1 };
    private readonly Option<string?> _application = new("--application") { Description = "The application that must be meant; without it any may be." };

    public VerifyCommand()
        : base("verify", "Says who signed a patch, and whether a process that trusts the named keys would take it.")
    {
        _trust.Required = true;
        Arguments.Add(_file);
        Options.Add(_trust);
        Options.Add(_threshold);
        Options.Add(_application);
    }

    protected override Document Run(ParseResult parse, Presenter presenter)
    {
        var file = SignedFile.Read(parse.GetRequiredValue(_file).FullName);
        var now = TimeProvider.System.GetUtcNow();
        var envelope = file.Envelope ?? throw Refuse(file, "it is not signed");
        var application = parse.GetValue(_application) ?? file.Application;
        var keys = PublicKeys.ReadTrusted(parse.GetRequiredValue(_trust), parse.GetValue(_threshold), application, now);
        try
        {
            var signers = keys.Require(envelope, now);
            file.Check(application, now);
            if (file.Patch is null)
                keys.Follow(envelope, application, now);
            return SignedDocument.Describe(Name, "verified", file.Path, envelope) with { SignedBy = [.. signers.Select(static s => s.ToString())] };
        }
        catch (FormatException e)
        {
            throw Refuse(file, e.Message);
        }
    }

    private static RefusedException Refuse(SignedFile file, string reason) => new(SigningDiagnostics.NotVerified.With(file.Path, reason));
}
