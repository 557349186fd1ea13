using System.CommandLine;
using HotWeave.Patches.Format;
using HotWeave.Tool.Comparing;
using HotWeave.Tool.Diagnostics;
using HotWeave.Tool.Output;
using HotWeave.Tool.Signing;
using HotWeave.Weaver.Model;
using HotWeave.Weaver;
using HotWeave.Weaver.Diagnostics;

namespace HotWeave.Tool.Commands;

/// <summary><c>hotweave patch</c> and <c>hotweave diff</c>: compare a deployed build with a new one; the first writes the patch.</summary>
internal sealed class PatchCommand : CommandBase
{
    private readonly Option<string> _baseline = new("--baseline", "-b") { Description = "The deployed, woven assembly, or the folder it is deployed in.", Required = true };
    private readonly Option<string> _new = new("--new", "-n") { Description = "The new build: an assembly, a folder or a single-file executable, woven or not.", Required = true };
    private readonly Option<string[]> _reference = SelectionOptions.Patterns("--reference", "Assemblies or folders in which references are looked up.");
    private readonly Option<string[]> _earlier = SelectionOptions.Patterns("--earlier", "Patches of the same baseline that processes may have taken: types that they brought keep their identity.");
    private readonly Option<string[]> _with = SelectionOptions.Patterns("--with", "Assemblies with methods marked [InitializeExisting] or [CodeChange] that say what objects which exist have, for types of any library.");
    private readonly Option<bool> _services = new("--services") { Description = "Fields of objects that dependency injection makes get what constructors take more from the application's services." };
    private readonly Option<bool> _ifNoneAlive = new("--if-none-alive") { Description = "Take fields that only constructors can fill (HW3022) where no object of their class is alive: the patch is then applied with the same option, which looks." };
    private readonly Option<DirectoryInfo?> _stub = new("--stub") { Description = "Where to write a project with a method for each field that nothing gives a value (HW3022)." };
    private readonly Option<FileInfo?> _sarif = new("--sarif") { Description = "Where to write the messages as SARIF 2.1.0, for code review tools." };
    private readonly Option<bool> _strict = new("--strict") { Description = "Refuse a change that does not go live as a whole." };
    private readonly Option<string[]> _accept = SelectionOptions.Patterns("--accept", "Codes to take as remarks where they would refuse: HW3050, members that others find by an attribute; HW3284, fields that code which stays goes on using; HW3352, authorisation that attributes say. HW3351 leaves end points as they are.");
    private readonly Option<string[]> _except = SelectionOptions.Patterns("--except", "Types that keep their deployed code, by full name or with * in it: the patch brings the rest of the change.");
    private readonly Option<string?> _label = CreateLabel();
    private readonly Option<FileInfo>? _output;
    private readonly SigningOptions _signing = new("--sign");

    private PatchCommand(string name, string description, Option<FileInfo>? output)
        : base(name, description)
    {
        _output = output;
        Options.Add(_baseline);
        Options.Add(_new);
        Options.Add(_reference);
        Options.Add(_earlier);
        Options.Add(_with);
        Options.Add(_services);
        Options.Add(_ifNoneAlive);
        Options.Add(_stub);
        Options.Add(_strict);
        Options.Add(_accept);
        Options.Add(_except);
        Options.Add(_sarif);
        if (output is null)
            return;
        Options.Add(output);
        Options.Add(_label);
        _signing.AddTo(this);
    }

    /// <summary>The command that writes a patch.</summary>
    public static PatchCommand CreatePatch() => new(
        "patch",
        "Makes a patch that turns a deployed build into a new one.",
        new Option<FileInfo>("--output", "-o") { Description = "The .hotpatch file to write.", Required = true });

    /// <summary>The command that only compares.</summary>
    public static PatchCommand CreateDiff() => new("diff", "Shows what differs between a deployed and a new build, and what no patch can carry.", null);

    protected override Document Run(ParseResult parse, Presenter presenter)
    {
        using var build = UnpackedBuild.Open(Path.GetFullPath(parse.GetRequiredValue(_new)));
        var request = new PatchRequest
        {
            BaselinePath = Path.GetFullPath(parse.GetRequiredValue(_baseline)),
            NewPath = build.Path,
            OutputPath = _output is null ? null : parse.GetRequiredValue(_output).FullName,
            References = parse.GetValue(_reference) ?? [],
            Strict = parse.GetValue(_strict),
            Label = _output is null ? null : parse.GetValue(_label),
            Accept = parse.GetValue(_accept) ?? [],
            Except = parse.GetValue(_except) ?? [],
            Migrations = [.. (parse.GetValue(_with) ?? []).Select(Path.GetFullPath)],
            Services = parse.GetValue(_services),
            IfNoneAlive = parse.GetValue(_ifNoneAlive),
            EarlierPatches = parse.GetValue(_earlier) ?? [],
            Sign = _output is null || !_signing.HasSigners(parse) ? null : FindSigning(parse),
        };
        var document = presenter.Wait("Comparing", () => Compare(request, parse.GetValue(_stub)?.FullName)) with { New = Path.GetFullPath(parse.GetRequiredValue(_new)) };
        if (request.Sign is not null)
            document = document with { Diagnostics = [.. document.Diagnostics, .. _signing.FindOpenKeys(parse).Select(DiagnosticDocument.From)] };
        if (parse.GetValue(_sarif) is { } sarif)
            WriteSarif(sarif.FullName, document);
        return document;
    }

    private static Option<string?> CreateLabel()
    {
        var option = new Option<string?>("--label") { Description = "What to call the build that the patch leads to; without it the new build's informational version." };
        option.Validators.Add(static result =>
        {
            if (result.Tokens is [{ Value: var label }] && (label.Length is 0 or > PatchRequest.LongestLabel || label.Any(char.IsControl)))
                result.AddError($"--label takes one line of 1 to {PatchRequest.LongestLabel} characters.");
        });
        return option;
    }

    // Keys are read before the work begins.
    private Func<PatchFile, byte[]> FindSigning(ParseResult parse)
    {
        var signers = _signing.ReadSigners(parse);
        var terms = _signing.ReadTerms(parse, TimeProvider.System.GetUtcNow());
        var path = parse.GetRequiredValue(_output!).FullName;
        if (terms.Application is null)
            throw new RefusedException(SigningDiagnostics.NoApplication.With(path));
        return patch => SignedPatch.Sign(patch, terms, signers, path);
    }

    private static void WriteSarif(string path, PatchDocument document)
    {
        try
        {
            File.WriteAllText(path, SarifLog.Write(document.Diagnostics, document.Verdict));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException(UseDiagnostics.SarifNotWritten.With(path, e.Message));
        }
    }

    private PatchDocument Compare(PatchRequest request, string? stub)
    {
        FilesBeside? beside = null;
        var result = PatchMaker.Make(request with { Beside = brought => Remarks(beside = Find(brought)) });
        // Where no patch can carry the change nobody asked, and the next deployment wants to know.
        if (beside is null && result.Verdict != PatchVerdict.None)
            result = result with { Diagnostics = [.. result.Diagnostics, .. Remarks(beside = Find(result.Dependencies))] };
        if (stub is not null && result.Unset.Count > 0)
            StubProject.Write(stub, result.Unset, request);
        return Describe(request, result, beside ?? FilesBeside.None);

        FilesBeside Find(IReadOnlyList<string> brought) => FilesBeside.Find(request.BaselinePath, request.NewPath, brought);
    }

    private static IEnumerable<Diagnostic> Remarks(FilesBeside beside)
    {
        if (beside.Code.Count > 0)
            yield return UseDiagnostics.UnwovenDiffers.At(Listed(beside.Code), null, Listed(beside.Code));
        if (beside.Content.Count > 0)
            yield return UseDiagnostics.BesideTheCode.At(Listed(beside.Content), null, Listed(beside.Content));
    }

    private PatchDocument Describe(PatchRequest request, PatchResult result, FilesBeside beside)
    {
        return new PatchDocument
        {
            Command = Name,
            Outcome = Word(result),
            ExitCode = result.Outcome == PatchOutcome.Failed ? ExitCode.Refused : ExitCode.Done,
            Baseline = request.BaselinePath,
            New = request.NewPath,
            Patch = result.Outcome == PatchOutcome.Made ? request.OutputPath : null,
            PatchId = result.PatchId,
            Verdict = PatchDocument.Word(result.Verdict),
            Edits = [.. result.Edits.Select(EditDocument.From)],
            Beside = beside.All,
            Dependencies = result.Dependencies,
            State = result.State,
            Hooks = result.Hooks,
            Waits = [.. result.Waiting.Select(DiagnosticDocument.From)],
            Diagnostics = [.. result.Diagnostics.Select(DiagnosticDocument.From)],
        };
    }

    // A published folder may differ in hundreds; the JSON has them all.
    private static string Listed(IReadOnlyList<string> files) =>
        ReadableName.ListFirst(files, 8);

    private string Word(PatchResult result) => result.Outcome switch
    {
        PatchOutcome.NoChanges => "no-changes",
        PatchOutcome.Made => _output is null ? "expressible" : "made",
        _ => _output is null && result.Verdict == PatchVerdict.Restart ? "rude" : "refused",
    };
}
