using HotWeave.Weaver.Model;

namespace HotWeave.Weaver.Reading.Patching;

/// <summary>One assembly as its files have it, deployed and new.</summary>
/// <param name="Woven">The deployed build.</param>
/// <param name="Symbols">The deployed build's portable PDB where it comes with the image, empty for none; null where it stands beside the
/// file.</param>
/// <param name="New">The new build; null for the assembly of an earlier patch, which has no other.</param>
internal sealed record AssemblyImages(ModuleImage Woven, byte[]? Symbols, ModuleImage? New) : IDisposable
{
    /// <summary>Whether nobody looked for damage yet.</summary>
    public bool LeavesChecks { get; init; }

    /// <summary>Their resources for cultures.</summary>
    public SatellitePair Satellites { get; init; } = SatellitePair.None;

    /// <summary>The simple name.</summary>
    public string Name => Woven.Module.Assembly.Name.Name;

    /// <summary>The id that the weaver embedded; empty where nothing is deployed by that name.</summary>
    public string Id => BaselineMark.Read(Woven.Module.Assembly)?.Id ?? "";

    /// <inheritdoc/>
    public void Dispose()
    {
        Woven.Dispose();
        New?.Dispose();
    }
}
