using System.CommandLine;
using HotWeave.Control.Protocol;
using HotWeave.Tool.Control;
using HotWeave.Tool.Diagnostics;
using HotWeave.Tool.Output;

namespace HotWeave.Tool.Commands;

/// <summary><c>hotweave apply</c>: puts a patch into a live process.</summary>
internal sealed class ApplyCommand : CommandBase
{
    // Leaves room for the message around it.
    private const int LongestPatch = ControlProtocol.MaximumLength - 1024;

    private readonly Argument<FileInfo> _patch = new("patch") { Description = "The .hotpatch file." };
    private readonly Option<int> _process = ProcessOption.Create();
    private readonly Option<bool> _reclaimable = new("--reclaimable")
    {
        Description = "Load the patch so that its code can be unloaded once another version has replaced it; it runs slower.",
    };

    private readonly TurnOptions _turn = new();

    public ApplyCommand()
        : base("apply", "Puts a patch into a live process; its code is current when the command ends.")
    {
        Arguments.Add(_patch);
        Options.Add(_process);
        Options.Add(_reclaimable);
        _turn.AddTo(this);
    }

    protected override Document Run(ParseResult parse, Presenter presenter)
    {
        var id = parse.GetValue(_process);
        var request = new ApplyRequest(parse.GetValue(_reclaimable), _turn.Read(parse), Read(parse.GetRequiredValue(_patch)));
        return presenter.Wait($"Applying to process {id}", () => Apply(id, request));
    }

    private SwapDocument Apply(int id, ApplyRequest request)
    {
        using var connection = LiveProcess.Connect(id);
        return SwapReport.Create(Name, "applied", id, connection.Ask<SwapReply>(request));
    }

    private static byte[] Read(FileInfo file)
    {
        try
        {
            if (file.Length > LongestPatch)
                throw new RefusedException(UseDiagnostics.PatchTooLarge.With(file.FullName, file.Length, LongestPatch));
            return File.ReadAllBytes(file.FullName);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException(UseDiagnostics.CannotRead.With(file.FullName, e.Message), e);
        }
    }
}
