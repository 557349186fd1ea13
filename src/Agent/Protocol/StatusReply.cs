namespace HotWeave.Control.Protocol;

/// <summary>Agent to tool: what is loaded and current.</summary>
/// <param name="Current">Number of the current version; 0 is the baseline.</param>
/// <param name="Operation">The swap operation that is under way, in words; empty when there is none.</param>
/// <param name="Versions">Every version the process knows, the baseline first.</param>
/// <param name="Assemblies">The woven assemblies that are loaded.</param>
internal sealed record StatusReply(
    int Current, string Operation, IReadOnlyList<VersionReport> Versions, IReadOnlyList<WovenAssemblyReport> Assemblies) : ControlMessage;

/// <summary>One version.</summary>
/// <param name="Number">Its number; 0 is the baseline.</param>
/// <param name="State">Its state in lower case, such as <c>current</c>, <c>superseded</c>, <c>unloaded</c>.</param>
/// <param name="PatchId">The digest of the patch that brought it; empty for the baseline.</param>
/// <param name="FromLabel">The informational version that the patch was made from; empty for the baseline.</param>
/// <param name="ToLabel">The informational version that the patch brings; empty for the baseline.</param>
/// <param name="Reclaimable">Whether its code can be unloaded.</param>
/// <param name="Types">The types whose code it replaces.</param>
internal sealed record VersionReport(
    int Number, string State, string PatchId, string FromLabel, string ToLabel, bool Reclaimable, IReadOnlyList<string> Types);

/// <summary>A woven assembly that is loaded.</summary>
/// <param name="Name">Its simple name.</param>
/// <param name="BaselineId">The id that weaving embedded in it.</param>
/// <param name="LoadContext">The name of the load context that holds it.</param>
/// <param name="SwappableTypes">How many swappable types it has.</param>
internal sealed record WovenAssemblyReport(string Name, string BaselineId, string LoadContext, int SwappableTypes);
