using System.CommandLine;
using HotWeave.Patches.Format;
using HotWeave.Tool.Diagnostics;
using HotWeave.Tool.Output;
using HotWeave.Tool.Signing;
using HotWeave.Trust.Signing;

namespace HotWeave.Tool.Commands;

/// <summary><c>hotweave sign</c>: signs a patch or a statement about keys, or adds a signature to those it has.</summary>
internal sealed class SignCommand : CommandBase
{
    private readonly Argument<FileInfo> _file = new("file") { Description = "A .hotpatch file, or a .keys file." };
    private readonly SigningOptions _signing = new("--key");

    public SignCommand()
        : base("sign", "Signs a patch, or adds a signature to those that a patch or a statement about keys has.")
    {
        Arguments.Add(_file);
        _signing.AddTo(this);
        _signing.RequireSigner(this);
    }

    protected override Document Run(ParseResult parse, Presenter presenter)
    {
        var path = parse.GetRequiredValue(_file).FullName;
        var file = SignedFile.Read(path);
        var signers = _signing.ReadSigners(parse);
        var document = file.Patch is null ? SignKeys(file, signers) : SignPatch(file, file.Patch, signers, parse);
        return document with { Diagnostics = [.. document.Diagnostics, .. _signing.FindOpenKeys(parse).Select(DiagnosticDocument.From)] };
    }

    private SignedDocument SignKeys(SignedFile file, IReadOnlyList<ISigner> signers)
    {
        // Read first: nobody should sign what nobody can read.
        _ = file.Application;
        var envelope = SignedPatch.AddSignatures(file.Envelope!, signers);
        SignedFile.Write(file.Path, envelope.Write());
        return SignedDocument.Describe(Name, "signed", file.Path, envelope);
    }

    private SignedDocument SignPatch(SignedFile file, PatchFile patch, IReadOnlyList<ISigner> signers, ParseResult parse)
    {
        var known = file.Envelope is { } there ? file.ReadStatement() : null;
        var terms = _signing.ReadTerms(parse, TimeProvider.System.GetUtcNow());
        // What is said anew is a new statement, which nobody has signed yet; else one more signs what is there.
        var isNew = known is null || _signing.HasTerms(parse);
        var bytes = isNew
            ? SignedPatch.Sign(patch, terms with { Application = terms.Application ?? known?.Application }, signers, file.Path)
            : SignedPatch.Put(patch.Bytes, SignedPatch.AddSignatures(file.Envelope!, signers), file.Path);
        SignedFile.Write(file.Path, bytes);
        var envelope = DsseEnvelope.Parse(SignatureBlock.FindEnvelope(bytes));
        var gone = isNew ? file.Envelope?.Signatures.Count(s => envelope.Signatures.All(n => n.KeyId != s.KeyId)) ?? 0 : 0;
        return SignedDocument.Describe(Name, "signed", file.Path, envelope) with
        {
            Diagnostics = gone == 0 ? [] : [DiagnosticDocument.From(SigningDiagnostics.SignaturesGone.With(gone, file.Path))],
        };
    }
}
