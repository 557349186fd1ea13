using HotWeave.Frameworks;
using HotWeave.Swapping;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Serialization.Configuration;

namespace HotWeave.Orleans.Serialisers;

/// <summary>Has a version's types known to Orleans before the version is current.</summary>
internal sealed partial class SerialiserParticipant(
    AddedTypes added, IOptions<TypeManifestOptions> manifest, ILogger<SerialiserParticipant> logger)
    : SwapParticipant
{
    private const string NotNamedId = "HW6411";
    private const string NotNamed =
        NotNamedId + ": Silos that were deployed with the build of a patch cannot call its new grain methods here, since HotWeave does not "
        + "know how this release of Orleans keeps the names of requests. Restart this silo with that build.";

    private readonly RequestAliases _aliases = new(manifest.Value.CompoundTypeAliases);

    internal override FrameworkConcerns Concern => FrameworkConcerns.Serialisers;

    /// <summary>Begins to take part in turns; what a version that is there already adds is known from here on.</summary>
    internal void Join()
    {
        SwapParticipants.Add(this);
        Stage(Swapper.Instance.DescribeCurrent());
    }

    internal void Leave() => SwapParticipants.Remove(this);

    internal override void Stage(StagedVersion version)
    {
        if (version.Added.Count == 0)
            return;
        added.Add(version.Added);
        var isNamed = true;
        foreach (var (type, _) in version.Added)
            isNamed &= _aliases.TryAdd(type);
        if (!isNamed)
            LogNotNamed(logger);
    }

    internal override void Turn(int version)
    {
    }

    internal override void Undo(int version)
    {
    }

    // What was known stays known.
    internal override void Settle()
    {
    }

    [LoggerMessage(6411, LogLevel.Warning, NotNamed)]
    private static partial void LogNotNamed(ILogger logger);
}
