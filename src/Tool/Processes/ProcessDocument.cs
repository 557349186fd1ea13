namespace HotWeave.Tool.Processes;

/// <summary>A live process that uses HotWeave.</summary>
/// <param name="ProcessId">Its id.</param>
/// <param name="Name">The entry assembly's name, or the process's own where that is not known.</param>
/// <param name="User">Whose it is.</param>
/// <param name="Framework">The .NET runtime's version; empty where it is not known.</param>
/// <param name="Control"><c>ready</c>, or why it is not: <c>other-user</c>, <c>diagnostics-off</c>, <c>no-answer</c>, <c>too-old</c>.</param>
/// <param name="Folder">Where the application lies; empty where the system does not say.</param>
internal sealed record ProcessDocument(int ProcessId, string Name, string User, string Framework, string Control, string Folder)
{
    /// <summary>The number of the current version; null where no agent is in the process that could say it.</summary>
    public int? Version { get; init; }

    /// <summary>The label of the build that the current version leads to; null where it is not known, or the baseline is current.</summary>
    public string? Label { get; init; }
}
