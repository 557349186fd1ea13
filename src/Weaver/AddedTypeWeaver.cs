using System.Text;
using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Emission.Patching;
using HotWeave.Weaver.Model;
using HotWeave.Weaver.Reading;
using HotWeave.Weaver.Verification;
using HotWeave.Weaver.Writing;
using HotWeave.Weaver.Writing.Patching;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver;

/// <summary>Weaves the types that a patch adds, so that a later patch can replace them as it replaces deployed ones, and marks a patch that has anything woven.</summary>
internal static class AddedTypeWeaver
{
    /// <summary>The patch assembly with its added types woven and marked, and its symbols; as it was where the patch adds nothing that outlives it.</summary>
    /// <param name="image">The patch.</param>
    /// <param name="deployed">The deployed assembly: added types are woven as its types were.</param>
    /// <param name="inputs">The builds that the patch's bodies come from.</param>
    /// <param name="sink">Hears which methods of added types get no stub.</param>
    public static (byte[] Assembly, byte[] Symbols) Weave(PatchImage image, AssemblyDefinition deployed, IEnumerable<ModuleDefinition> inputs, DiagnosticSink sink)
    {
        var deployedSettings = WeaveSettings.Parse(BaselineMark.Read(deployed)!.Settings);
        var settings = deployedSettings with
        {
            // What a patch adds is loaded as it is written, whatever its baseline is.
            Ghost = false,
            Harmony = false,
            Selection = new WeaveSelection
            {
                Overrides = Marks.TakesOverrides(deployed) ?? deployedSettings.Selection.Overrides,
                CommonOverrides = Marks.TakesOverrides(deployed) is null && deployedSettings.Selection.CommonOverrides,
                Interfaces = Marks.TakesInterfaces(deployed) ?? deployedSettings.Selection.Interfaces,
            },
        };
        // What delegates know is woven already; the name says which builds it is made of.
        if (image.Added.Count == 0)
            image.Homes?.MarkBaseline(settings.MakeMark(Encoding.UTF8.GetBytes(string.Join("\n", image.Homes.Keys.Prepend(image.Module.Assembly.Name.Name)))));
        var (assembly, symbols) = PatchAssemblyWriter.Write(image.Module);
        if (image.Added.Count == 0)
        {
            Verify(image.Module, inputs, sink);
            return (assembly, symbols);
        }

        // Plans name what they are about by token, which a module has only once it was written.
        using var module = Read(assembly, symbols, image.Module.AssemblyResolver);
        var added = settings with { Selection = settings.Selection with { Include = [.. image.Added.Select(static a => a.Type.FullName)] } };
        // What is marked as something that it cannot be was said when the patch was planned.
        var heard = new DiagnosticSink();
        WeavingSequence.Emit(module, WeavingSequence.Plan(module, added, settings.MakeMark(assembly), heard));
        foreach (var skipped in heard.Diagnostics.Where(static d => d.Severity == DiagnosticSeverity.Info))
            sink.Report(skipped);
        var written = PatchAssemblyWriter.Write(module);
        Verify(module, inputs, sink);
        return written;
    }

    private static void Verify(ModuleDefinition written, IEnumerable<ModuleDefinition> inputs, DiagnosticSink sink)
    {
        if (EmittedCode.FindInvalid(written, inputs) is { } found)
            sink.Report(WritingDiagnostics.InvalidInputCode.With(found.Written, found.Input));
    }

    private static ModuleDefinition Read(byte[] assembly, byte[] symbols, IAssemblyResolver resolver)
    {
        var module = CheckedModule.ReadTrusted(assembly, new ReaderParameters { AssemblyResolver = resolver });
        module.ReadSymbols(new PortablePdbReaderProvider().GetSymbolReader(module, new MemoryStream(symbols)));
        return module;
    }
}
