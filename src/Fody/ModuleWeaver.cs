using Fody;

namespace HotWeave.Fody;

/// <summary>
/// The add-in's place in Fody: it makes <c>&lt;HotWeave /&gt;</c> an element of <c>FodyWeavers.xml</c>, with a schema, and says in the
/// build's log when it weaves. The weaving is the build step's of the package HotWeave, which runs when Fody has written the assembly.
/// </summary>
/// <remarks>
/// A stub must be the last word on its method: what another add-in put before it would run in every version, and the patch maker would
/// find neither stub nor body. Fody hands an add-in the module as the add-ins before it left it, those after it go on, and the key that
/// signs is Fody's alone. So HotWeave weaves after all of them, wherever its element stands, by the one step that other projects use,
/// which knows what is up to date, signs again and writes symbols of every kind.
/// </remarks>
public sealed class ModuleWeaver : BaseModuleWeaver
{
    /// <inheritdoc/>
    public override void Execute() =>
        WriteInfo("HotWeave weaves when the add-ins have changed the assembly and Fody has written it, by the settings of its element.");

    /// <summary>None: nothing is looked up.</summary>
    public override IEnumerable<string> GetAssembliesForScanning() => [];
}
