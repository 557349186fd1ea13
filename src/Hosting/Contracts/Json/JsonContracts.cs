using HotWeave.Diagnostics;
using HotWeave.Frameworks;
using HotWeave.Swapping;

namespace HotWeave.AspNetCore.Contracts.Json;

/// <summary>
/// What System.Text.Json writes and reads of the application's types, by version; one for the process, as most of its options are. Whenever
/// that is another, all contracts are dropped and made anew.
/// </summary>
internal sealed class JsonContracts : ContractsParticipant
{
    internal static JsonContracts Instance { get; } = new();

    internal override FrameworkConcerns Concern => FrameworkConcerns.Contracts;

    protected override void ShowStaged(LiveContracts live) => ShowOrRefuse(SwapDiagnostics.ContractsOutOfReach, () =>
    {
        Show(live);
        ContractChanges.BindAll(live);
    });

    protected override void Show(LiveContracts live)
    {
        ContractResolvers.ReachAll();
        base.Show(live);
        ContractResolvers.ForgetContracts();
        ContractChanges.RefreshAll();
    }
}
