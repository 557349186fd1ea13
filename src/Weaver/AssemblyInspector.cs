using HotWeave.Weaver.Analysis.Loops;
using HotWeave.Weaver.Analysis.Weaving;
using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;
using HotWeave.Weaver.Normalising.Unweaving;
using HotWeave.Weaver.Reading;
using Mono.Cecil;

namespace HotWeave.Weaver;

/// <summary>Looks at woven assemblies: which types and methods a patch can replace, and whether the weaving is whole.</summary>
public static class AssemblyInspector
{
    /// <summary>Inspects one assembly. Thread-safe; changes no file.</summary>
    /// <param name="path">The assembly.</param>
    /// <param name="references">Assembly files and directories in which references are looked up, after the assembly's own directory.</param>
    /// <returns>What it holds. Problems with the file are diagnostics, never exceptions.</returns>
    /// <exception cref="WeaverDefectException">A defect of HotWeave.</exception>
    public static InspectResult Inspect(string path, IReadOnlyList<string> references)
    {
        var sink = new DiagnosticSink();
        using var image = new ModuleReader(references, sink) { KeepsNativeCode = true }.Read(path);
        if (image is null)
            return new InspectResult(InspectOutcome.Failed, "", null, null, null, [], sink.Diagnostics);

        try
        {
            return Inspect(path, image, sink);
        }
        catch (Exception e) when (DamageSign.Is(e) && InputDoubts.Find([image]) is { } doubt)
        {
            sink.Report(doubt);
            return new InspectResult(InspectOutcome.Failed, "", null, null, null, [], sink.Diagnostics);
        }
    }

    private static InspectResult Inspect(string path, ModuleImage image, DiagnosticSink sink)
    {
        var name = image.Module.Assembly.Name.Name;
        if (BaselineMark.Read(image.Module.Assembly) is not { } mark)
            return new InspectResult(InspectOutcome.NotWoven, name, null, null, null, [], sink.Diagnostics);

        if (!WeavingFormat.IsKnown(mark, path, sink))
            return new InspectResult(InspectOutcome.Failed, name, mark.Id, mark.Format, mark.Settings, [], sink.Diagnostics);

        var exports = WovenExports.Read(image.Module);
        if (exports.FindProblem() is { } problem)
        {
            sink.Report(ReadingDiagnostics.InconsistentWeaving.With(path, problem));
            return new InspectResult(InspectOutcome.Failed, name, mark.Id, mark.Format, mark.Settings, [], sink.Diagnostics);
        }

        var units = image.Module.GetTypes().SelectMany(static t => t.Methods)
            .Select(static m => UnitPattern.Read(m) is { } unit ? new InspectedUnit(ReadableName.Describe(m), unit.Name) : null)
            .OfType<InspectedUnit>()
            .ToList();
        return new InspectResult(InspectOutcome.Woven, name, mark.Id, mark.Format, mark.Settings, Types(image.Module, mark, exports), sink.Diagnostics) { Units = units };
    }

    // Which methods are exports is read off the stubs; why the others are none is what the rules say of the code before weaving.
    private static List<InspectedType> Types(ModuleDefinition module, BaselineMark mark, WovenExports exports)
    {
        Unweaver.Unweave(module);
        var settings = WeaveSettings.Parse(mark.Settings);
        return [.. WeaveInventory.Collect(module, settings).Types.Select(Inspected)];

        InspectedType Inspected(TypeFacts facts)
        {
            var found = facts.Type.Methods.Where(exports.Contains).ToList();
            var slot = found.Count > 0 ? exports.DispatchClassOf(found[0]) : null;
            return new InspectedType(ReadableName.Describe(facts.Type.Type), slot, [.. found.Select(ReadableName.Describe)], facts.Skipped)
            {
                WaitingLoops = [.. facts.CountedLoops.Where(static l => l.IsWaiting).Select(static l => new InspectedLoop(ReadableName.Describe(l.Method), [.. l.Calls.Select(ReadableName.Describe)]))],
            };
        }
    }
}
