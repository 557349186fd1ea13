using HotWeave.Control.Protocol;

namespace HotWeave.Dashboard.Processes;

/// <summary>A process that one can look at and act on: the one that serves the pages, or another of the same user.</summary>
internal interface IDashboardProcess
{
    /// <summary>What addresses call it.</summary>
    string Key { get; }

    /// <summary>Its name.</summary>
    string Name { get; }

    /// <summary>Asks for its status, which changes nothing.</summary>
    /// <returns>The one form in which runtimes write it.</returns>
    /// <exception cref="NoAnswerException">It does not answer.</exception>
    Task<string> ReadStatusAsync(CancellationToken cancellationToken);

    /// <summary>Asks it to do something, as the tool does.</summary>
    /// <param name="request">What to do.</param>
    /// <param name="user">On whose behalf, for the audit.</param>
    /// <param name="cancellationToken">Signalled when who asked has gone.</param>
    /// <returns>A report, what was told to end, or a refusal.</returns>
    /// <exception cref="NoAnswerException">It does not answer.</exception>
    Task<ControlMessage> AskAsync(ControlMessage request, string user, CancellationToken cancellationToken);

    /// <summary>Where its audit log lies for who serves the pages.</summary>
    /// <param name="log">The log's path as the process sees it.</param>
    string FindLog(string log);
}

/// <summary>The processes of a dashboard.</summary>
internal interface IDashboardProcesses
{
    /// <summary>The only one; null where there may be several.</summary>
    IDashboardProcess? Only { get; }

    /// <summary>All of them, for people.</summary>
    Task<IReadOnlyList<ListedProcess>> ListAsync(CancellationToken cancellationToken);

    /// <summary>One of them; null when there is none of that key.</summary>
    IDashboardProcess? Find(string key);
}

/// <summary>A process in a list.</summary>
/// <param name="Key">What addresses call it; null where nobody can look at it.</param>
/// <param name="Name">Its name.</param>
/// <param name="ProcessId">Its id.</param>
/// <param name="Version">The current version and its label; empty where it is not known.</param>
/// <param name="Control">Whether it can be swapped, in a word.</param>
/// <param name="Folder">Where the application lies.</param>
internal sealed record ListedProcess(string? Key, string Name, int ProcessId, string Version, string Control, string Folder);

/// <summary>A process does not answer, in words for people, code first.</summary>
internal sealed class NoAnswerException(string message, Exception? inner = null) : Exception(message, inner);
