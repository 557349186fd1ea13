using System.Collections.Concurrent;
using System.Globalization;
using HotWeave.Dashboard.Processes;
using HotWeave.Tool.Processes;

namespace HotWeave.Tool.Dashboards;

/// <summary>All processes of the user's on this machine. Listing them brings nothing into them.</summary>
/// <param name="addVersion">Asks a process for its version, where an agent is in it already.</param>
internal sealed class LiveDashboardProcesses(Func<ProcessDocument, ProcessDocument> addVersion) : IDashboardProcesses
{
    private readonly ConcurrentDictionary<int, LiveDashboardProcess> _processes = new();

    public IDashboardProcess? Only => null;

    public Task<IReadOnlyList<ListedProcess>> ListAsync(CancellationToken cancellationToken) =>
        Task.Run<IReadOnlyList<ListedProcess>>(() => [.. ProcessCatalog.Read().Select(addVersion).Select(List)], cancellationToken);

    public IDashboardProcess? Find(string key)
    {
        if (!int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var id) || ProcessReader.Read(id) is null)
            return null;
        return _processes.GetOrAdd(id, static id => new LiveDashboardProcess(id, FindName(id)));
    }

    private static string FindName(int id) => ProcessCatalog.Find(id) is { } process ? process.Name : id.ToString(CultureInfo.InvariantCulture);

    private static ListedProcess List(ProcessDocument process) => new(
        process.Control == ProcessCatalog.Ready ? process.ProcessId.ToString(CultureInfo.InvariantCulture) : null,
        process.Name,
        process.ProcessId,
        FormatVersion(process),
        process.Control,
        process.Folder);

    private static string FormatVersion(ProcessDocument process)
    {
        if (process.Version is not { } version)
            return "";
        var number = version.ToString(CultureInfo.InvariantCulture);
        return process.Label is { Length: > 0 } label ? $"{number} ({ShortText.CutLabel(label)})" : number;
    }
}
