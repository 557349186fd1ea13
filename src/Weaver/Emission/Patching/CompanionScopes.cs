using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Emission.Patching;

/// <summary>
/// Gives a patch for processes that are woven in memory a reference to each deployed assembly's companion, which nothing in it uses: where
/// a process has dispatch classes and slots in companions, the run time turns the references to these there, and a patch needs no second form.
/// </summary>
internal static class CompanionScopes
{
    /// <summary>Adds the references.</summary>
    /// <param name="patch">The patch.</param>
    /// <param name="deployed">The assemblies that it is for.</param>
    public static void Reserve(ModuleDefinition patch, IEnumerable<AssemblyDefinition> deployed)
    {
        foreach (var assembly in deployed)
        {
            if (BaselineMark.Read(assembly) is { } mark && WeaveSettings.Parse(mark.Settings).Ghost)
                patch.AssemblyReferences.Add(new AssemblyNameReference(GeneratedName.Companion(assembly.Name.Name), new Version(0, 0, 0, 0)));
        }
    }
}
