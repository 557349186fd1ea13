using System.CommandLine;
using HotWeave.Fleet.Contract;
using HotWeave.Tool.Output;
using HotWeave.Tool.Processes;

namespace HotWeave.Tool.Commands.Fleet;

/// <summary><c>hotweave fleet publish</c>: puts a patch into the store, where instances find it.</summary>
internal sealed class PublishCommand : FleetCommandBase
{
    private readonly PatchArgument _patch = new();

    public PublishCommand()
        : base("publish", "Puts a patch into the store. No instance takes it before it is rolled out.") => Arguments.Add(_patch.File);

    protected override async Task<Document> RunAsync(ParseResult parse, FleetSession session, Presenter presenter, CancellationToken cancellation)
    {
        var bytes = _patch.Read(parse);
        var patch = PatchArgument.Parse(bytes, parse.GetRequiredValue(_patch.File).FullName);
        var published = new PublishedPatch
        {
            Digest = patch.Id,
            Label = patch.Manifest.ToLabel,
            Baselines = patch.DeployedBaselines.ToDictionary(static b => b.Assembly, static b => b.BaselineId, StringComparer.Ordinal),
            Length = bytes.Length,
            By = OperatorName.Current,
        };
        await session.Operator.PublishAsync(published, bytes, cancellation).ConfigureAwait(false);
        return new PublishedDocument
        {
            Command = Name,
            Outcome = "published",
            Application = session.Application,
            Digest = published.Digest,
            Label = published.Label,
            Bytes = published.Length,
        };
    }
}
