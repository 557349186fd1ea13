using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Planning.Patching.Reach;

/// <summary>
/// <c>[DisableRuntimeMarshalling]</c> holds for a whole assembly, and the patch is one: native code of assemblies that have it and of
/// others cannot be in one patch.
/// </summary>
internal static class MarshallingRule
{
    /// <summary>The attribute's name.</summary>
    public const string Attribute = "System.Runtime.CompilerServices.DisableRuntimeMarshallingAttribute";

    /// <summary>What is refused.</summary>
    public static IEnumerable<Diagnostic> Check(IReadOnlyCollection<ModuleDefinition> sources, IEnumerable<MethodDefinition> methods)
    {
        var without = sources.Where(static s => s.Assembly.CustomAttributes.Any(static a => a.AttributeType.FullName == Attribute))
            .ToList();
        if (without.Count == 0 || without.Count == sources.Count || methods.FirstOrDefault(NativeCode.IsIn) is not { } native)
            return [];
        return [EditDiagnostics.MarshallingDiffers.At(ReadableName.Describe(native), null, ReadableName.Describe(native),
            without[0].Assembly.Name.Name)];
    }
}
