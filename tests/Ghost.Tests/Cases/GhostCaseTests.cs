using System.Globalization;
using HotWeave.Control.Protocol;
using HotWeave.Ghost.Tests.Harness;
using HotWeave.Tool.Control;
using HotWeave.Tool.Tests.Harness;
using HotWeave.Weaver;
using HotWeave.Weaver.Tests.Harness;

namespace HotWeave.Ghost.Tests.Cases;

/// <summary>
/// The cases of weaving and of swaps in a live process that nobody prepared: woven in memory they answer as before, patched as a fresh
/// process of the next version, rolled back as before again. All of them in both configurations in the whole form (<c>HOTWEAVE_FULL_SIZE=1</c>).
/// </summary>
public class GhostCaseTests
{
    // What overrides from outside and added interfaces need are members of loaded types (docs/edits.md); and those that use the package are
    // no processes that nobody prepared.
    private static readonly string[] s_refused = ["OutsideOverrides", "OpenAssembly", "AddedInterfaces"];

    // These write what depends on the very names of the types they add.
    private static readonly string[] s_tellNames = ["CallerSensitive", "Overrides"];

    private static readonly TurnTerms s_terms = new("", 0, false) { AcceptInlined = true, AcceptState = true };

    private static bool IsWhole => Environment.GetEnvironmentVariable("HOTWEAVE_FULL_SIZE") == "1";

    [GhostFact]
    public void What_is_woven_answers_as_before()
    {
        using var app = CaseApp.Make(Choose(CaseText.CSharp.Concat(CaseText.Swaps)), isNext: false);
        using var copy = new TemporaryFolder();
        using var plain = app.Start();
        using var process = app.Start();
        Assert.Equal(app.RunAll(plain), app.RunAll(process));
        Weave(process, copy.File("copy"), "--stubs", "now");
        // Some count what they did before.
        Assert.Equal(app.RunAll(plain), app.RunAll(process));
        Assert.Equal(0, process.End());
    }

    [GhostFact]
    public void Patched_answers_as_fresh_and_rolled_back_as_before()
    {
        var cases = Choose(CaseText.Swaps.Except(s_refused));
        using var old = CaseApp.Make(cases, isNext: false);
        using var next = CaseApp.Make(cases, isNext: true);
        using var folder = new TemporaryFolder();
        var expected = (Old: old.RunFresh(), New: next.RunFresh());
        using var process = old.Start();
        Assert.Equal(expected.Old, old.RunAll(process));
        Weave(process, folder.File("copy"));
        using var connection = LiveProcess.Connect(process.Id);
        for (var i = 0; i < old.Cases.Count; i++)
        {
            // Each has its own patch, so that what one breaks is not taken for another's.
            var patch = MakePatch(old.Cases[i].Assembly, folder.File("copy"), next.Folder, folder.File(old.Cases[i].Assembly));
            for (var round = 0; round < 2; round++)
            {
                connection.Ask<ControlReport>(new ApplyRequest(false, s_terms, patch, null));
                Assert.Equal(expected.New[i], old.Run(process, i));
                connection.Ask<ControlReport>(new RollbackRequest(0, s_terms));
                Assert.Equal(expected.Old[i], old.Run(process, i));
            }
        }

        Assert.Equal(expected.Old, old.RunAll(process));
        Assert.Equal(0, process.End());
    }

    [GhostFact]
    public void Types_of_one_name_in_two_assemblies_go_live_together()
    {
        var names = CaseText.Swaps.Except([.. s_refused, .. s_tellNames]).Where(static n => !UsesThePackage(n))
            .Where(static (_, i) => IsWhole || i % 8 == 0).ToList();
        List<(string, Configuration)> cases = [.. names.Select(static n => (n, Configuration.Debug)), .. names.Select(static n => (n, Configuration.Release))];
        using var old = CaseApp.Make(cases, isNext: false);
        using var next = CaseApp.Make(cases, isNext: true);
        using var folder = new TemporaryFolder();
        var expected = (Old: old.RunFresh(), New: next.RunFresh());
        using var process = old.Start();
        Assert.Equal(expected.Old, old.RunAll(process));
        Weave(process, folder.File("copy"));
        using var connection = LiveProcess.Connect(process.Id);
        var failed = new List<string>();
        for (var i = 0; i < names.Count; i++)
        {
            string[] pair = [old.Cases[i].Assembly, old.Cases[names.Count + i].Assembly];
            try
            {
                var patch = MakePatch(pair, folder.File("copy"), next.Folder, folder);
                connection.Ask<ControlReport>(new ApplyRequest(false, s_terms, patch, null));
                // What the second one's assembly adds has the names of the first one's, and a number.
                Assert.Equal(Plain(expected.New[i]), Plain(old.Run(process, i)));
                Assert.Equal(Plain(expected.New[names.Count + i]), Plain(old.Run(process, names.Count + i)));
                connection.Ask<ControlReport>(new RollbackRequest(0, s_terms));
                Assert.Equal(expected.Old[i], old.Run(process, i));
                Assert.Equal(expected.Old[names.Count + i], old.Run(process, names.Count + i));
            }
            catch (Exception e)
            {
                failed.Add(names[i] + ": " + e.Message);
            }
        }

        Assert.True(failed.Count == 0, string.Join("\n\n", failed));
    }

    private static string Plain(string output) => output.Replace("_2", "", StringComparison.Ordinal);

    private static byte[] MakePatch(string[] assemblies, string baseline, string next, TemporaryFolder folder)
    {
        var (from, to) = (folder.File(assemblies[0] + "-from"), folder.File(assemblies[0] + "-to"));
        foreach (var (source, target) in new[] { (baseline, from), (next, to) })
        {
            Directory.CreateDirectory(target);
            foreach (var file in assemblies.SelectMany(static a => new[] { a + ".dll", a + ".pdb" }))
                File.Copy(Path.Combine(source, file), Path.Combine(target, file));
        }

        var output = folder.File(assemblies[0] + ".hotpatch");
        var result = PatchMaker.Make(new PatchRequest { BaselinePath = from, NewPath = to, OutputPath = output, References = [baseline] });
        Assert.True(result.Outcome == PatchOutcome.Made, $"{result.Outcome}\n{string.Join("\n", result.Diagnostics)}");
        return File.ReadAllBytes(output);
    }

    private static byte[] MakePatch(string assembly, string baseline, string next, string output)
    {
        var result = PatchMaker.Make(new PatchRequest
        {
            BaselinePath = Path.Combine(baseline, assembly + ".dll"),
            NewPath = Path.Combine(next, assembly + ".dll"),
            OutputPath = output,
        });
        Assert.True(result.Outcome == PatchOutcome.Made, $"{assembly}: {result.Outcome}\n{string.Join("\n", result.Diagnostics)}");
        return File.ReadAllBytes(output);
    }

    private static string Weave(RunningApp process, string copy, params string[] more)
    {
        var id = process.Id.ToString(CultureInfo.InvariantCulture);
        ToolRun.Done(["weave", "--pid", id, "-o", copy, "--all", "--assembly", "Case*", .. more]);
        return id;
    }

    private static List<(string Name, Configuration Configuration)> Choose(IEnumerable<string> names)
    {
        var plain = names.Where(static n => !UsesThePackage(n)).Distinct().ToList();
        return IsWhole
            ? [.. plain.SelectMany(static n => new[] { (n, Configuration.Debug), (n, Configuration.Release) })]
            : [.. plain.Select(static n => (n, Configuration.Release))];
    }

    private static bool UsesThePackage(string name) =>
        CaseText.Source(CaseText.Swaps.Contains(name) ? $"Swaps/{name}.cs" : name + ".cs").Contains("using HotWeave", StringComparison.Ordinal);
}
