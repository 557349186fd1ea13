using HotWeave.Patches.Format;
using HotWeave.Weaver.Model;

namespace HotWeave.Weaver.Reading.Patching;

/// <summary>What earlier patches brought into processes.</summary>
/// <param name="Parts">Their own assemblies that brought types, each once, none before one that it depends on.</param>
/// <param name="Carried">The assemblies that came along with them, each once.</param>
internal sealed record EarlierContent(IReadOnlyList<PatchPart> Parts, IReadOnlyList<CarriedAssembly> Carried);
