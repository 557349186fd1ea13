using HotWeave.Control;
using HotWeave.Control.Protocol;
using HotWeave.Dashboard.Processes;

namespace HotWeave.AspNetCore.Dashboards;

/// <summary>The process that serves the pages, asked as the tool's agent asks it.</summary>
internal sealed class OwnProcess(string name) : IDashboardProcess, IDashboardProcesses
{
    // Not its id: what an address names is there again after a restart.
    public string Key => "this";

    public string Name => name;

    public IDashboardProcess? Only => this;

    public Task<string> ReadStatusAsync(CancellationToken cancellationToken) => Task.FromResult(HotSwap.GetStatus().ToJson());

    public Task<ControlMessage> AskAsync(ControlMessage request, string user, CancellationToken cancellationToken) =>
        SwapRequests.HandleAsync(request, user, cancellationToken);

    public string FindLog(string log) => log;

    public Task<IReadOnlyList<ListedProcess>> ListAsync(CancellationToken cancellationToken)
    {
        var version = HotSwap.GetStatus().Current.ToString();
        return Task.FromResult<IReadOnlyList<ListedProcess>>(
            [new ListedProcess(Key, Name, Environment.ProcessId, version, "ready", AppContext.BaseDirectory)]);
    }

    public IDashboardProcess? Find(string key) => key == Key ? this : null;
}
