using HotWeave.Patches.Format;
using HotWeave.Trust.Signing;

namespace HotWeave.Trust;

/// <summary>A patch that the process's policy is content with.</summary>
/// <param name="File">The patch.</param>
/// <param name="Signature">Who signed it; null where nobody was asked for, or not believed.</param>
/// <param name="Warnings">Why it would be refused where signatures are required.</param>
internal sealed record AdmittedPatch(PatchFile File, PatchSignature? Signature, IReadOnlyList<string> Warnings);

/// <summary>What was found of a patch's signature.</summary>
/// <param name="Statement">What was signed.</param>
/// <param name="SignedBy">The trusted keys that did, by name and the beginning of their ids.</param>
internal sealed record PatchSignature(PatchStatement Statement, IReadOnlyList<string> SignedBy);
