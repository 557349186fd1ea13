using System.CommandLine;
using System.Text;
using HotWeave.Patches.Format;
using HotWeave.Tool.Diagnostics;
using HotWeave.Tool.Files;
using HotWeave.Tool.Folders;
using HotWeave.Tool.Output;
using HotWeave.Tool.Signing;
using HotWeave.Weaver;
using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Reading.Patching;

namespace HotWeave.Tool.Commands;

/// <summary><c>hotweave inspect</c>: what a woven assembly or a patch holds; verifies that the assembly is woven, and that the patch is whole.</summary>
internal sealed class InspectCommand : CommandBase
{
    private static readonly byte[] s_patchMagic = Encoding.ASCII.GetBytes("HOTPATCH");

    private readonly Argument<FileInfo> _file = new("file") { Description = "A woven assembly or a .hotpatch file." };
    private readonly Option<string[]> _reference = SelectionOptions.Patterns("--reference", "Assemblies or folders in which references are looked up.");

    public InspectCommand()
        : base("inspect", "Shows what a woven assembly or a patch holds; fails if the assembly is not woven.")
    {
        Arguments.Add(_file);
        Options.Add(_reference);
    }

    protected override Document Run(ParseResult parse, Presenter presenter)
    {
        var path = parse.GetRequiredValue(_file).FullName;
        if (Directory.Exists(path))
            throw new RefusedException(UseDiagnostics.FolderInspected.With(path, WovenIn(path)));
        return IsPatch(path)
            ? InspectPatch(path)
            : presenter.Wait($"Reading {path}", () => Describe(path, AssemblyInspector.Inspect(path, parse.GetValue(_reference) ?? [])));
    }

    private static string WovenIn(string folder) =>
        PatchInputPaths.Find(folder, folder, new DiagnosticSink()) is { Count: > 0 } woven
            ? string.Join(", ", woven.Select(static w => Path.GetFileName(w.Baseline)))
            : "nothing";

    private static bool IsPatch(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            Span<byte> start = stackalloc byte[8];
            return file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && start.SequenceEqual(s_patchMagic)
                || Path.GetExtension(path) == ".hotpatch";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException(UseDiagnostics.CannotRead.With(path, e.Message), e);
        }
    }

    private InspectedPatchDocument InspectPatch(string path)
    {
        var patch = PatchArgument.Parse(RegularFile.ReadAllBytes(path), path);
        var signed = SignatureBlock.FindEnvelope(patch.Bytes) is null ? null : SignedFile.Read(path);
        return new InspectedPatchDocument
        {
            Command = Name,
            Outcome = "patch",
            File = path,
            PatchId = patch.Id,
            FromLabel = patch.Manifest.FromLabel,
            ToLabel = patch.Manifest.ToLabel,
            Baselines = [.. patch.Manifest.Baselines.Select(b => new PatchBaselineDocument(b.Assembly, b.BaselineId))],
            Types = [.. patch.Manifest.Types.Select(static t => t.Type).Distinct()],
            AddedTypes = [.. patch.Manifest.AddedTypes.Select(static t => t.Type)],
            Edits = patch.Manifest.Edits,
            State = [.. patch.Manifest.State.Edits.Select(static e => e.Text), .. patch.Manifest.State.Shapes.Where(static s => s.Deployed != s.Number).Select(static s => StateText.Numbers(s.Type, s.Deployed, s.Number))],
            Hooks = [.. patch.Manifest.State.Hooks.Select(static h => StateText.Hook(h.Kind, h.From, h.To, h.IsUpOnly, h.Name))],
            Remarks = patch.Manifest.Remarks,
            SignedFor = signed?.Application,
            Signatures = [.. signed?.Envelope!.Signatures.Select(static s => s.KeyId) ?? []],
        };
    }

    private InspectedAssemblyDocument Describe(string path, InspectResult result)
    {
        var messages = result.Diagnostics.Select(DiagnosticDocument.From);
        if (result.Outcome == InspectOutcome.NotWoven)
            messages = messages.Append(DiagnosticDocument.From(UseDiagnostics.NotWoven.With(path)));
        return new InspectedAssemblyDocument
        {
            Command = Name,
            Outcome = result.Outcome switch
            {
                InspectOutcome.Woven => "woven",
                InspectOutcome.NotWoven => "not-woven",
                _ => "refused",
            },
            ExitCode = result.Outcome == InspectOutcome.Woven ? ExitCode.Done : ExitCode.Refused,
            File = path,
            Assembly = result.Assembly,
            BaselineId = result.BaselineId,
            Format = result.Format,
            Settings = result.Settings,
            Types = [.. result.Types.Select(InspectedTypeDocument.From)],
            Units = [.. result.Units.Select(static u => new InspectedUnitDocument(u.Method, u.Name))],
            Diagnostics = [.. messages],
        };
    }
}
