using HotWeave.Frameworks;
using HotWeave.Swapping;

namespace HotWeave.NewtonsoftJson.Contracts;

/// <summary>What Newtonsoft.Json writes and reads of the application's types, by version; one for the process.</summary>
internal sealed class ContractsOfProcess : ContractsParticipant
{
    private const string WebIntegration = "HotWeave.AspNetCore";

    internal static ContractsOfProcess Instance { get; } = new();

    /// <summary>Where the web framework's integration is, a patch needs that too: it speaks of System.Text.Json.</summary>
    internal override FrameworkConcerns Concern =>
        AppDomain.CurrentDomain.GetAssemblies().Any(static a => a.GetName().Name == WebIntegration)
            ? FrameworkConcerns.FurtherContracts
            : FrameworkConcerns.FurtherContracts | FrameworkConcerns.Contracts;
}
