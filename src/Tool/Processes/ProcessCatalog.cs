using System.Globalization;
using HotWeave.Control.Transport;
using HotWeave.Tool.Diagnostics;

namespace HotWeave.Tool.Processes;

/// <summary>Finds the live processes that use HotWeave. Processes that end meanwhile are left out; those one may not look at do not show.</summary>
internal static class ProcessCatalog
{
    /// <summary>What is said of a process that can be swapped.</summary>
    public const string Ready = "ready";

    /// <summary>What is said of a process that does not use HotWeave and could be woven in its memory.</summary>
    public const string Unprepared = "unprepared";

    private const int OldestFramework = 8;

    /// <summary>Finds them.</summary>
    /// <param name="isUnpreparedToo">Whether processes of .NET are found, too, that do not use HotWeave.</param>
    public static IReadOnlyList<ProcessDocument> Read(bool isUnpreparedToo = false)
    {
        var found = new List<ProcessDocument>();
        foreach (var id in ProcessReader.Ids())
        {
            if (ProcessReader.Read(id) is not { } process || !SwapReadiness.IsDotNet(process))
                continue;
            if (SwapReadiness.UsesHotWeave(process))
                found.Add(Describe(process));
            else if (isUnpreparedToo && id != Environment.ProcessId && Describe(process) is var other)
                found.Add(other.Control == Ready ? other with { Control = Unprepared } : other);
        }

        return found;
    }

    /// <summary>One of them; null where there is none of that id.</summary>
    public static ProcessDocument? Find(int id) =>
        ProcessReader.Read(id) is { } process && SwapReadiness.IsDotNet(process) && SwapReadiness.UsesHotWeave(process) ? Describe(process) : null;

    /// <summary>The ids of those that can be swapped.</summary>
    /// <param name="name">The name that they have; null for all.</param>
    /// <exception cref="RefusedException">HW7049: there is none.</exception>
    public static IReadOnlyList<int> FindReady(string? name)
    {
        List<int> ready = [.. Read().Where(p => p.Control == Ready && (name is null || p.Name == name)).Select(static p => p.ProcessId)];
        return ready.Count > 0 ? ready : throw new RefusedException(UseDiagnostics.NoneOfThatName.With(name is null ? "" : $" named '{name}'"));
    }

    private static ProcessDocument Describe(ProcessFacts process)
    {
        var user = process.UserId is { } id ? UserNames.Find(id) : "";
        var folder = SwapReadiness.FindFolder(process) ?? "";
        if (OperatingSystem.IsLinux() && process.UserId != PeerCredentials.OwnUserId)
            return new ProcessDocument(process.Id, NameOf(process, folder), user, "", "other-user", folder);
        if (DiagnosticsPort.Find(process) is not { } port)
            return new ProcessDocument(process.Id, NameOf(process, folder), user, "", "diagnostics-off", folder);
        if (Ask(port, process) is not { } identity)
            return new ProcessDocument(process.Id, NameOf(process, folder), user, "", "no-answer", folder);

        var name = identity.EntryAssembly.Length > 0 ? identity.EntryAssembly : NameOf(process, folder);
        return new ProcessDocument(process.Id, name, user, identity.RuntimeVersion, IsRecent(identity) ? Ready : "too-old", folder);
    }

    // dotnet app.dll: what it runs tells more than what runs it.
    private static string NameOf(ProcessFacts process, string folder)
    {
        if (process.Name != "dotnet" || folder.Length == 0)
            return process.Name;
        var programs = SwapReadiness.ListPrograms(folder);
        return programs.Count == 1 ? programs[0] : process.Name;
    }

    private static DotNetIdentity? Ask(string port, ProcessFacts process)
    {
        try
        {
            return DiagnosticsPort.Ask(port, process);
        }
        catch (RefusedException)
        {
            // Somebody else serves the port; 'status' says who.
            return null;
        }
    }

    private static bool IsRecent(DotNetIdentity identity) =>
        int.TryParse(identity.RuntimeVersion.Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major) && major >= OldestFramework;
}
