using System.Security.Cryptography;
using System.Text;
using HotWeave.Patches.Format;
using HotWeave.Weaver.Analysis.Patching;
using HotWeave.Weaver.Analysis.Patching.Anew;
using HotWeave.Weaver.Analysis.Patching.Contracts;
using HotWeave.Weaver.Analysis.Patching.Keeping;
using HotWeave.Weaver.Analysis.Patching.Names;
using HotWeave.Weaver.Analysis.Patching.Once;
using HotWeave.Weaver.Analysis.Patching.Resources;
using HotWeave.Weaver.Analysis.Patching.Security;
using HotWeave.Weaver.Analysis.Patching.Slots;
using HotWeave.Weaver.Analysis.Weaving;
using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Emission.Patching;
using HotWeave.Weaver.Emission.Patching.Slots;
using HotWeave.Weaver.Model;
using HotWeave.Weaver.Normalising;
using HotWeave.Weaver.Normalising.Excepting;
using HotWeave.Weaver.Normalising.Naming;
using HotWeave.Weaver.Planning.Patching;
using HotWeave.Weaver.Planning.Patching.Reach;
using HotWeave.Weaver.Reading;
using HotWeave.Weaver.Reading.Patching;
using HotWeave.Weaver.Verification.Conversions;
using HotWeave.Weaver.Writing;
using HotWeave.Weaver.Writing.Patching;
using HotWeave.Weaver.Writing.Stubs;
using Mono.Cecil;

namespace HotWeave.Weaver;

/// <summary>Makes patches: what turns a deployed, woven build into a new one, for a process that runs.</summary>
public static class PatchMaker
{
    /// <summary>
    /// Compares two builds and makes the patch between them. Thread-safe: calls share nothing. The inputs are not changed; the output is replaced
    /// atomically, and only on success.
    /// </summary>
    /// <param name="request">The two builds, and where the patch goes.</param>
    /// <returns>
    /// How it ended, with every difference and every message. Problems with the inputs, the edits or the output are diagnostics, never exceptions.
    /// </returns>
    /// <exception cref="WeaverDefectException">A defect of HotWeave.</exception>
    public static PatchResult Make(PatchRequest request) => Make(request, readsRows: true);

    /// <summary>The same by a way that a test chooses.</summary>
    /// <param name="request">The two builds, and where the patch goes.</param>
    /// <param name="readsRows">Whether bodies are compared where they stand in the files; if not, everything is compared as objects, which
    /// takes longer and gives the same patch.</param>
    internal static PatchResult Make(PatchRequest request, bool readsRows)
    {
        var sink = new DiagnosticSink();
        try
        {
            using var inputs = PatchInputs.Read(request, sink);
            return inputs is null ? Failed([], sink) : MakeOrRefuse(request, inputs, readsRows, sink);
        }
        catch (AssemblyResolutionException e)
        {
            sink.Report(ReadingDiagnostics.MissingReference.With(request.NewPath, e.AssemblyReference.Name));
            return Failed([], sink);
        }
        catch (BadImageFormatException e) when (e.FileName is not null)
        {
            // A file that the builds refer to.
            sink.Report(ReadingDiagnostics.Damaged.With(e.FileName, e.Message));
            return Failed([], sink);
        }
    }

    // Bodies are left in the files until something asks for them, so damage that no rule of reading knows may show only here.
    private static PatchResult MakeOrRefuse(PatchRequest request, PatchInputs inputs, bool readsRows, DiagnosticSink sink)
    {
        try
        {
            return Make(request, inputs, readsRows, sink);
        }
        catch (Exception e) when (DamageSign.IsOfReadFile(e) && !request.LeavesSymbols
            && inputs.Images.FirstOrDefault(static i => i.Symbols != SymbolFormat.None) is { } doubted)
        {
            return MakeWithoutSymbols(request, readsRows, doubted.Path, e);
        }
        catch (Exception e) when ((e is WeaverDefectException || DamageSign.IsOfReadFile(e))
            && InputDoubts.Find(inputs.Images) is { } doubt)
        {
            sink.Report(doubt);
            return Failed([], sink);
        }
    }

    // Symbols say nothing of what a patch does. If it can be made without them, they were what was damaged; if not, the failure stands.
    private static PatchResult MakeWithoutSymbols(PatchRequest request, bool readsRows, string path, Exception failure)
    {
        var result = Make(request with { LeavesSymbols = true }, readsRows);
        return result with { Diagnostics = [ReadingDiagnostics.SymbolsDamaged.With(path, failure.Message), .. result.Diagnostics] };
    }

    private static PatchResult Make(PatchRequest request, PatchInputs inputs, bool readsRows, DiagnosticSink sink)
    {
        if (request.Except.Count > 0 && !ExceptedBuilds.ReplaceNewBuilds(inputs, request, readsRows, b => FindChanged(b, request).Contain, sink))
            return Failed([], sink);
        using var builds = NormalisedBuilds.Make(inputs, readsRows);
        if (builds is null)
            return Failed([], sink);
        builds.MarkFields(sink);
        // Before anything is matched, which goes by names.
        var renames = builds.Pairs.SelectMany(p => new FieldRenames(sink).Find(p)).ToList();
        builds.RenameFields(renames);
        builds.KeepRecordHashes();
        if (!builds.MakeAnew(new AnewTypes(builds.Pairs, new ConversionTrace().Find, sink).Find(), inputs))
            return Failed([], sink);

        var compared = new DiagnosticSink();
        var (diffs, slots, keeping, kept) = Compare(builds, request, compared);
        // A class whose objects would have nothing in new fields is another one for new code where no object outlives a call.
        if (new AnewTypes(builds.Pairs, new ConversionTrace().Find, sink).FindFor(keeping.Unset) is { Count: > 0 } outlived)
        {
            if (!builds.MakeAnew(outlived, inputs))
                return Failed([], sink);
            compared = new DiagnosticSink();
            (diffs, slots, keeping, kept) = Compare(builds, request, compared);
        }

        foreach (var diagnostic in compared.Diagnostics)
            sink.Report(diagnostic);
        List<AssemblyMatch> matches = [.. diffs.Select(static d => d.Match)];
        var contracts = new AddedContracts(matches, kept, request.Accept);
        var controllers = ServedControllers.Find(matches, request.Accept);
        new OutsideMemberRules(matches, contracts, controllers, request.Accept, sink).Check();
        if (contracts.All.Count > 0)
        {
            new OwnResolverRules(matches, sink).Check();
            new OwnSettingsRules(matches, sink).Check();
        }

        var edits = diffs.SelectMany(static d => d.Edits).Concat(slots.Interfaces.Where(static i => i.IsListed).Select(static i => i.Edit)).ToList();
        if (sink.HasErrors)
            return Failed(edits, sink) with { Unset = [.. keeping.Unset.Select(UnsetFieldWriter.Describe)] };
        NormalisedBuilds.WaiveConstraints(slots.Waived);
        if (edits.Count == 0)
            return NotNeeded(request, edits, sink);

        var plan = new PatchPlanner(diffs, slots, kept, request.Accept, sink).Plan() with
        {
            Unmade = keeping.Unmade,
            Contracts = contracts.All,
            Controllers = controllers.Added,
            Actions = controllers.Changed,
        };
        // What is new or gone and touches no deployed code can stay where it is; a change that nobody carries cannot.
        if (plan.BringsNothing && !sink.HasErrors && edits.TrueForAll(static e => e.Kind != EditKind.Changed))
            return NotNeeded(request, edits, sink);
        if (plan.BringsNothing)
            sink.Report(NothingToCarry(edits.Where(static e => e.Kind == EditKind.Changed).Select(static e => e.Member)));
        var result = sink.HasErrors ? Failed(edits, sink) : Carry(request, plan, inputs.Carried, edits, sink);
        return result with { State = [.. plan.State.SelectMany(static s => s.Lines()), .. plan.Unmade.Select(static u => u.Text)], Hooks = [.. plan.State.SelectMany(static s => s.HookLines())] };
    }

    private static (List<PatchDiff> Diffs, SlotMap Slots, KeptTypeRules Keeping, IReadOnlyList<KeptType> Kept) Compare(
        NormalisedBuilds builds, PatchRequest request, DiagnosticSink sink)
    {
        var outside = new OutsideHooks(builds.Pairs);
        outside.Check(builds.Pairs, sink);
        List<AssemblyMatch> matches = [.. builds.Pairs.Select(static p => new AssemblyMatch(p))];
        var controllers = ServedControllers.Find(matches, request.Accept);
        var diffs = matches.ConvertAll(m => new AssemblyDiffer(m, outside, controllers, request.Services, sink).Diff());
        diffs = [.. new ResourceRules(diffs, sink).Check()];
        // After all assemblies are matched: slots go through several.
        new AuthorisationRules(matches, request.Accept, sink).Check();
        new StoredNameRules(diffs, sink).Check();
        new ImportResolverRules(matches, sink).Check();
        var slots = SlotChanges.Any(matches) ? new SlotAnalysis(matches, sink).Analyse() : SlotMap.Empty;
        var keeping = new KeptTypeRules(diffs, slots, request, sink);
        return (diffs, slots, keeping, keeping.Check());
    }

    private static ChangedTypes FindChanged(NormalisedBuilds builds, PatchRequest request)
    {
        var said = new DiagnosticSink();
        return new ChangedTypes(Compare(builds, request, said).Diffs.SelectMany(static d => d.Edits), said.Diagnostics);
    }

    private static PatchResult NotNeeded(PatchRequest request, List<Edit> edits, DiagnosticSink sink)
    {
        ReportBeside(request, [], sink);
        var waiting = sink.Diagnostics.Where(static d => d.Kind == DiagnosticKind.NextStart).ToList();
        if (waiting.Count > 0)
        {
            sink.Report(NothingToCarry(waiting.Select(static d => d.Member ?? d.Id)));
            return Failed(edits, sink);
        }

        if (RefusesReservations(request, sink))
            return Failed(edits, sink);
        sink.Report(EditDiagnostics.NoChanges.With());
        return new PatchResult(PatchOutcome.NoChanges, edits, sink.Diagnostics, null);
    }

    private static Diagnostic NothingToCarry(IEnumerable<string> names)
    {
        const int Shown = 5;
        var all = names.Distinct(StringComparer.Ordinal).ToList();
        return EditDiagnostics.NothingToCarry.With(ReadableName.ListFirst(all, Shown));
    }

    // To compare ends here: all that is refused, remarked on or brought is known without a patch.
    private static PatchResult Carry(PatchRequest request, PatchPlan plan, IReadOnlyList<CarriedAssembly> earlier, List<Edit> edits, DiagnosticSink sink)
    {
        var reach = ReachPlanner.Plan(plan);
        request.Planned?.Invoke(reach.ToString());
        foreach (var note in reach.Notes)
            sink.Report(note);
        if (sink.HasErrors)
            return Failed(edits, sink);
        var dependencies = PatchDependencies.Collect(request, reach, earlier, sink);
        foreach (var problem in UnitRules.Find(reach.Added).Problems)
            sink.Report(problem);
        if (sink.HasErrors)
            return Failed(edits, sink);
        var brought = dependencies.NameBrought(sink);
        // What is said about the files names where they stand, which is no business of those who take the patch.
        var remarks = sink.Diagnostics.Where(static d => d.IsReservation).ToList();
        ReportBeside(request, brought, sink);
        if (RefusesReservations(request, sink))
            return Failed(edits, sink);
        var result = new PatchResult(PatchOutcome.Made, edits, sink.Diagnostics, null) { Dependencies = brought };
        return request.OutputPath is null ? result : Emit(request, reach, dependencies, remarks, result, sink);
    }

    private static PatchResult Emit(
        PatchRequest request,
        PatchReach reach,
        PatchDependencies dependencies,
        List<Diagnostic> remarks,
        PatchResult result,
        DiagnosticSink sink)
    {
        var plan = reach.Plan;
        var image = PatchEmitter.Emit(reach, NameOf(plan));
        using (image.Module)
        {
            dependencies.References.Bind(image.Module);
            // Last of what changes the assembly: plans of weaving name rows, which it has once it is written.
            var (assembly, symbols) = AddedTypeWeaver.Weave(image, plan.Matches[0].Pair.Deployed.Woven.Assembly, ModulesOf(plan), sink);
            var carried = dependencies.Carried;
            var manifest = PatchManifestBuilder.Build(plan, image, carried, result.Edits, remarks, request.Label);
            List<PatchPart> earlier = [.. plan.Earlier.Select(static e => e.Part)];
            var patch = PatchFile.Make(manifest, assembly, symbols, earlier, [.. carried.Select(static c => c.Dependency)]);
            return OutputFiles.WritePatch(request.OutputPath!, request.Sign?.Invoke(patch) ?? patch.Bytes, sink)
                ? result with { Diagnostics = sink.Diagnostics, PatchId = patch.Id }
                : Failed(result.Edits, sink);
        }
    }

    private static IEnumerable<ModuleDefinition> ModulesOf(PatchPlan plan) => plan.Matches.SelectMany(static m => m.Pair.Modules.Select(static d => d.Old).Append(m.Pair.New)).Distinct();

    private static PatchResult Failed(IReadOnlyList<Edit> edits, DiagnosticSink sink) => new(PatchOutcome.Failed, edits, sink.Diagnostics, null);

    private static void ReportBeside(PatchRequest request, IReadOnlyList<string> brought, DiagnosticSink sink)
    {
        foreach (var diagnostic in request.Beside?.Invoke(brought) ?? [])
            sink.Report(diagnostic);
    }

    private static bool RefusesReservations(PatchRequest request, DiagnosticSink sink)
    {
        var reservations = sink.Diagnostics.Count(static d => d.IsReservation);
        if (!request.Strict || reservations == 0)
            return false;
        sink.Report(EditDiagnostics.RemarksRefused.With(reservations));
        return true;
    }

    // Assemblies that are loaded together want names of their own; what a patch is made from names it.
    private static string NameOf(PatchPlan plan)
    {
        var builds = string.Join("|", plan.Matches.Select(static m => m.Pair.Deployed.Id + m.Pair.New.Mvid.ToString("N")).Concat(plan.Earlier.Select(static e => e.Part.BaselineId)));
        using var sha = SHA256.Create();
        var hash = sha.ComputeHash(Encoding.UTF8.GetBytes(builds));
        return plan.Matches[0].Pair.Name + ".patch-" + BitConverter.ToString(hash, 0, 6).Replace("-", "").ToLowerInvariant();
    }
}
