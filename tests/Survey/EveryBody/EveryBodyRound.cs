using HotWeave.Benchmarks.Building;
using HotWeave.Patches.Format;
using HotWeave.Survey.Packages;
using HotWeave.Weaver;
using HotWeave.Weaver.Diagnostics;
using Mono.Cecil;

namespace HotWeave.Survey.EveryBody;

/// <summary>
/// One library woven whole, with the patch to a build in which every body differs without effect. The bodies whose change is refused stay
/// as they are, so that the others are seen.
/// </summary>
internal static class EveryBodyRound
{
    private const int MostBuilds = 8;

    /// <summary>Makes the patch, and has a process take it, compile all of it and give it back.</summary>
    /// <param name="library">The assembly as published.</param>
    /// <param name="edit">How the bodies differ.</param>
    public static EveryBodyFinding Run(string library, BodyEdit edit)
    {
        var name = Path.GetFileNameWithoutExtension(library);
        using var scratch = new ScratchDirectory();
        var refusals = new SortedDictionary<string, int>(StringComparer.Ordinal);
        try
        {
            var plain = PutDown(library, scratch, "plain");
            var woven = PutDown(library, scratch, "woven");
            Weave(plain, woven);
            foreach (var folder in new[] { plain, woven })
                Workload.PutBeside(folder);
            var patch = scratch.File("every.hotpatch");
            var (bodies, making) = MakePatch(woven, PutDown(library, scratch, "new"), plain, patch, edit, refusals);
            var patched = making.Edits.Count(static e => e.Kind == EditKind.Changed);
            var compiled = CompilingProcess.Run(woven, plain, patch);
            var silent = FindSilent(bodies, making).Select(static m => $"{m} differs, and nothing says so");
            compiled = compiled with { Failures = [.. silent, .. compiled.Failures] };
            return new EveryBodyFinding(name, edit, bodies.Count, patched, CountBodies(patch), refusals, compiled)
            {
                Remarks = making.Diagnostics.Where(static d => d.IsReservation).CountBy(static d => d.Id).ToDictionary(),
            };
        }
        catch (Exception e) // whatever it is, it is what the survey looks for
        {
            return new EveryBodyFinding(name, edit, 0, 0, 0, refusals, new CompiledPatch(0, [], 0, [$"{e.GetType().Name}: {e.Message}"]));
        }
    }

    private static string PutDown(string library, ScratchDirectory scratch, string folder)
    {
        var path = scratch.File(folder, Path.GetFileName(library));
        File.Copy(library, path);
        Dependencies.CopyBeside(path, Path.GetDirectoryName(path)!);
        return path;
    }

    private static void Weave(string plain, string woven)
    {
        var selection = new WeaveSelection { All = true };
        var weaving = AssemblyWeaver.Weave(new WeaveRequest { InputPath = plain, OutputPath = woven, Selection = selection });
        if (weaving.Outcome != WeaveOutcome.Woven)
            throw new InvalidOperationException($"not woven: {string.Join("; ", Errors(weaving.Diagnostics))}");
    }

    private static (IReadOnlyList<string> Bodies, PatchResult Making) MakePatch(
        string woven, string @new, string plain, string patch, BodyEdit edit, SortedDictionary<string, int> refusals)
    {
        var left = new HashSet<string>(StringComparer.Ordinal);
        for (var build = 0; build < MostBuilds; build++)
        {
            var bodies = new EditedLibrary(edit, left).Write(plain, @new);
            var making = PatchMaker.Make(new PatchRequest { BaselinePath = woven, NewPath = @new, OutputPath = patch });
            if (making.Outcome == PatchOutcome.Made)
                return (bodies, making);
            var added = 0;
            foreach (var refusal in Errors(making.Diagnostics))
            {
                refusals[refusal.Id] = refusals.GetValueOrDefault(refusal.Id) + 1;
                added += refusal.Member is { } member && left.Add(member) ? 1 : 0;
            }

            if (added == 0)
                throw new InvalidOperationException($"{making.Outcome}: {string.Join("; ", Errors(making.Diagnostics).Take(3))}");
        }

        throw new InvalidOperationException($"still refused after {MostBuilds} builds: {string.Join(", ", left.Take(3))}");
    }

    // What compilers generate belongs to the member in which it was written.
    private static IEnumerable<string> FindSilent(IReadOnlyList<string> bodies, PatchResult making)
    {
        string[] generated = ["/<", ".<"];
        var named = making.Edits.Select(static e => e.Member).Concat(making.Diagnostics.Select(static d => d.Member)).ToHashSet();
        return bodies.Where(b => !b.StartsWith('<') && !generated.Any(g => b.Contains(g, StringComparison.Ordinal)) && !named.Contains(b));
    }

    // Patch making has verified each of them.
    private static int CountBodies(string patch)
    {
        using var image = new MemoryStream(PatchFile.Read(File.ReadAllBytes(patch)).Assembly);
        using var module = ModuleDefinition.ReadModule(image);
        return module.GetTypes().Sum(static t => t.Methods.Count(static m => m.HasBody));
    }

    private static IEnumerable<Diagnostic> Errors(IEnumerable<Diagnostic> diagnostics) =>
        diagnostics.Where(static d => d.Severity == DiagnosticSeverity.Error);
}

/// <summary>What became of a library whose every body was changed.</summary>
/// <param name="Library">The assembly's name.</param>
/// <param name="Edit">How the bodies differ.</param>
/// <param name="Bodies">How many were changed.</param>
/// <param name="Patched">The changed members that the patch carries.</param>
/// <param name="Verified">The bodies in the patch, all of which were verified when it was made.</param>
/// <param name="Refusals">How often each code refused a change.</param>
/// <param name="Compiled">What a process made of the patch.</param>
internal sealed record EveryBodyFinding(
    string Library,
    BodyEdit Edit,
    int Bodies,
    int Patched,
    int Verified,
    IReadOnlyDictionary<string, int> Refusals,
    CompiledPatch Compiled)
{
    /// <summary>How often each code made a remark on what the patch carries.</summary>
    public IReadOnlyDictionary<string, int> Remarks { get; init; } = new Dictionary<string, int>();
}
