namespace HotWeave.Tool.Folders;

/// <summary>One change of a folder.</summary>
/// <param name="RelativePath">The file, with <c>/</c>.</param>
/// <param name="Source">The file whose content it gets; null to delete it.</param>
/// <param name="Like">The file whose owner and mode it gets; null for those of the folder, without the right to execute.</param>
internal sealed record FolderChange(string RelativePath, string? Source, string? Like);

/// <summary>
/// All changes of one operation, in an order in which the application starts after each of them: what others will need comes first,
/// what nothing needs any more goes last.
/// </summary>
/// <param name="Folder">The folder, absolute.</param>
/// <param name="Changes">The changes.</param>
internal sealed record FolderChangeSet(string Folder, IReadOnlyList<FolderChange> Changes);
