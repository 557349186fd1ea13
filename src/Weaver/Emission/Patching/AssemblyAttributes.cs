using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.IL;
using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Emission.Patching;

/// <summary>What the code of an assembly asks of the runtime by attributes of the assembly, asked for the patch that has the code now.</summary>
internal sealed class AssemblyAttributes(ModuleDefinition target, TypeImporter importer, DiagnosticSink sink)
{
    private const string Marshalling = "System.Runtime.CompilerServices.DisableRuntimeMarshallingAttribute";
    private const string Visibility = "System.Runtime.CompilerServices.InternalsVisibleToAttribute";

    // How exceptions that are no Exception are caught, and where native libraries are looked for.
    private static readonly string[] Copied =
    [
        "System.Runtime.CompilerServices.RuntimeCompatibilityAttribute", "System.Runtime.InteropServices.DefaultDllImportSearchPathsAttribute",
    ];

    private readonly ReferenceRewriter _references = new(importer, GenericMap.Empty);

    /// <summary>Copies them from the assemblies whose code the patch has.</summary>
    public void Copy(IReadOnlyCollection<ModuleDefinition> sources)
    {
        foreach (var name in Copied)
        {
            if (sources.Select(s => Find(s, name)).FirstOrDefault(static a => a is not null) is { } attribute)
                Add(attribute);
        }

        foreach (var attribute in sources.SelectMany(static s => s.Assembly.CustomAttributes).Where(static a => a.AttributeType.FullName == Visibility))
        {
            if (!target.Assembly.CustomAttributes.Any(a => a.AttributeType.FullName == Visibility && Equals(a.ConstructorArguments[0].Value, attribute.ConstructorArguments[0].Value)))
                Add(attribute);
        }

        CopyMarshalling(sources);
    }

    // It holds for a whole assembly, and the patch is one.
    private void CopyMarshalling(IReadOnlyCollection<ModuleDefinition> sources)
    {
        var without = sources.Where(static s => Find(s, Marshalling) is not null).ToList();
        if (without.Count == 0)
            return;
        Add(Find(without[0], Marshalling)!);
        if (without.Count < sources.Count && target.GetTypes().SelectMany(static t => t.Methods).FirstOrDefault(IsNative) is { } native)
            sink.Report(EditDiagnostics.MarshallingDiffers.At(ReadableName.Of(native), null, ReadableName.Of(native), without[0].Assembly.Name.Name));
    }

    private static bool IsNative(MethodDefinition method) =>
        method.HasPInvokeInfo
        || method.CustomAttributes.Any(static a => a.AttributeType.FullName == AttributeCopy.NativeEntry)
        || (method.HasBody && method.Body.Instructions.Any(static i => i.Operand is CallSite { CallingConvention: not (MethodCallingConvention.Default or MethodCallingConvention.Generic) }));

    private void Add(CustomAttribute attribute) => target.Assembly.CustomAttributes.Add(AttributeCopy.Copy(attribute, _references));

    private static CustomAttribute? Find(ModuleDefinition source, string name) => source.Assembly.CustomAttributes.FirstOrDefault(a => a.AttributeType.FullName == name);
}
