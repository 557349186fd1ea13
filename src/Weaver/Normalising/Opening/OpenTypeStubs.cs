using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Normalising.Opening;

/// <summary>
/// Adds to the types that ask for it what lets patches add more to them: before a module is looked at for exports, which these are too.
/// </summary>
internal static class OpenTypeStubs
{
    public static void Add(ModuleDefinition module, WeaveSelection selection)
    {
        var open = OpenTypes.Find(module, selection);
        var tokens = new AddedTokens(module);
        OverrideStubEmitter.Add(module, open, tokens);
        InterfaceStubEmitter.Add(module, open, tokens);
    }
}
