namespace HotWeave;

/// <summary>What patches have left behind: those that are loaded for the life of the process and that the current version does not use. Immutable.</summary>
/// <param name="Patches">How many there are; patches that were prepared or checked only are among them.</param>
/// <param name="Assemblies">How many assemblies they brought that nothing current uses.</param>
/// <param name="Bytes">The bytes of their files, which are kept so that a version can be confirmed, and of those assemblies and their symbols. What the runtime makes of them (native code, types) comes on top; <c>docs/performance.md</c> says how much that was.</param>
public sealed record RetainedCode(int Patches, int Assemblies, long Bytes);
