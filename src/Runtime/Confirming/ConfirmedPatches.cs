namespace HotWeave.Confirming;

/// <summary>What a folder of confirmed patches says, and its patches, in order.</summary>
internal sealed record ConfirmedPatches(PatchFolder Folder, PatchJournal Journal, IReadOnlyList<KeyValuePair<JournalEntry, byte[]>> Patches);
