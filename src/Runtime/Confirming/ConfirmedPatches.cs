namespace HotWeave.Confirming;

/// <summary>What a folder of confirmed patches says, and the patches of it that are wanted, in order.</summary>
internal sealed record ConfirmedPatches(PatchFolder Folder, PatchJournal Journal, IReadOnlyList<KeyValuePair<JournalEntry, byte[]>> Patches);
