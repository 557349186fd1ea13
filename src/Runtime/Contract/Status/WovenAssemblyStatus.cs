namespace HotWeave;

/// <summary>A woven assembly that is loaded in this process. Immutable.</summary>
/// <param name="Name">Its simple name.</param>
/// <param name="BaselineId">The id that patches name it by: 64 lower-case hex digits.</param>
/// <param name="Format">The number of the weaving format.</param>
/// <param name="Settings">Canonical text of the settings that it was woven with.</param>
/// <param name="LoadContext">The name of the load context that holds it; <c>Default</c> for the usual one, empty for one without a name.</param>
/// <param name="SwappableTypes">How many swappable types it has.</param>
/// <param name="PatchId">The digest of the patch that is in force for it; null: its baseline is. Each load context's copy has its own.</param>
public sealed record WovenAssemblyStatus(
    string Name, string BaselineId, int Format, string Settings, string LoadContext, int SwappableTypes, string? PatchId);
