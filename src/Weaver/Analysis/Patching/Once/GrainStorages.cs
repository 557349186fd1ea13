using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching.Once;

/// <summary>What the storage of Orleans' grains writes: JSON, by reflection, where nobody says otherwise.</summary>
internal static class GrainStorages
{
    private const string Space = "Orleans.Storage";
    private const string Contract = Space + ".IGrainStorageSerializer";
    private const string Codecs = Space + ".OrleansGrainStorageSerializer";

    /// <summary>
    /// Whether all of it writes what the codecs of types write: these are registered for every provider, and nothing names another
    /// serialiser, which some provider may be told of.
    /// </summary>
    public static bool AreByCodecs(IReadOnlyList<AssemblyMatch> matches) =>
        matches.Any(static m => m.Pair.New.TryGetTypeReference(Codecs, out _) && Registers(m.Pair.New))
        && !matches.Any(static m => NamesAnother(m.Pair.New));

    private static bool Registers(ModuleDefinition module) =>
        module.GetTypes().SelectMany(static t => t.Methods).Where(static m => m.HasBody).SelectMany(static m => m.Body.Instructions).Any(Registers);

    // AddSingleton<IGrainStorageSerializer, …>(), AddSingleton(typeof(IGrainStorageSerializer), …), ServiceDescriptor.Singleton<…>()
    private static bool Registers(Instruction instruction) => instruction.Operand switch
    {
        GenericInstanceMethod { Name: var name } called =>
            (name.Contains("Add") || name is "Replace" or "Singleton") && called.GenericArguments.Any(static a => a.FullName == Contract),
        TypeReference type => instruction.OpCode.Code == Code.Ldtoken && type.FullName == Contract,
        _ => false,
    };

    private static bool NamesAnother(ModuleDefinition module) =>
        module.GetTypeReferences().Any(static t =>
            t.Namespace == Space && t.Name.EndsWith("GrainStorageSerializer", StringComparison.Ordinal) && t.FullName is not (Contract or Codecs))
        || module.GetTypes().Any(static t => t.Interfaces.Any(static i => i.InterfaceType.FullName == Contract));
}
