using HotWeave.Benchmarks.Building;
using HotWeave.Survey.Packages;
using HotWeave.Weaver;
using HotWeave.Weaver.Diagnostics;

namespace HotWeave.Survey.Pairs;

/// <summary>Weaves the older release of a pair whole, makes the patch to the newer one, and has a process take it and give it back.</summary>
internal static class Comparison
{
    /// <summary>Compares.</summary>
    /// <param name="pair">The releases.</param>
    /// <param name="isOpen">Whether the older one is woven so that patches can add interfaces and overrides of methods from outside.</param>
    /// <param name="details">Takes each message.</param>
    public static Finding Run(Pair pair, bool isOpen, TextWriter details)
    {
        using var scratch = new ScratchDirectory();
        var file = Path.GetFileName(pair.Old);
        var (plain, @new, woven, patch) = (scratch.File("plain", file), scratch.File("new", file), scratch.File("woven", file), scratch.File("next.hotpatch"));
        foreach (var (from, to) in new[] { (pair.Old, plain), (pair.New, @new) })
        {
            File.Copy(from, to);
            Dependencies.CopyBeside(to, Path.GetDirectoryName(to)!);
        }

        try
        {
            var weaving = AssemblyWeaver.Weave(new WeaveRequest { InputPath = plain, OutputPath = woven, Selection = Select(isOpen) });
            if (weaving.Outcome != WeaveOutcome.Woven)
                return Broken(pair, isOpen, [.. weaving.Diagnostics.Where(static d => d.Severity == DiagnosticSeverity.Error).Select(static d => d.ToString())]);
            foreach (var copy in Directory.GetFiles(Path.GetDirectoryName(@new)!).Concat(Directory.GetFiles(Path.GetDirectoryName(plain)!)))
            {
                var beside = Path.Combine(Path.GetDirectoryName(woven)!, Path.GetFileName(copy));
                if (!File.Exists(beside))
                    File.Copy(copy, beside);
            }

            var making = PatchMaker.Make(new PatchRequest { BaselinePath = woven, NewPath = @new, OutputPath = patch });
            foreach (var diagnostic in making.Diagnostics)
                details.WriteLine(diagnostic);
            var refusals = making.Diagnostics.Where(static d => d.Severity == DiagnosticSeverity.Error).GroupBy(static d => d.Id).ToDictionary(static g => g.Key, static g => g.Count());
            var size = making.Outcome == PatchOutcome.Made ? new FileInfo(patch).Length : 0;
            IReadOnlyList<string> taking = TakingProcess.Run(woven, plain, size > 0 ? patch : null);
            foreach (var line in taking)
                details.WriteLine(line);
            return new Finding(pair, isOpen, weaving.Exports, making.Edits.Count, making.Verdict, refusals, size, taking);
        }
        catch (Exception e) // whatever it is, it is what the survey looks for
        {
            details.WriteLine(e);
            return Broken(pair, isOpen, [$"{e.GetType().Name}: {e.Message}"]);
        }
    }

    // Plain is what a build does where nobody says more than which types.
    private static WeaveSelection Select(bool isOpen) => new() { All = true, CommonOverrides = !isOpen, Overrides = isOpen, Interfaces = isOpen };

    private static Finding Broken(Pair pair, bool isOpen, IReadOnlyList<string> defects) =>
        new(pair, isOpen, 0, 0, PatchVerdict.None, new Dictionary<string, int>(), 0, defects);
}
