using System.Text.RegularExpressions;
using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Tests.Harness;
using Microsoft.CodeAnalysis;
using Configuration = HotWeave.Weaver.Tests.Harness.Configuration;

namespace HotWeave.Weaver.Tests.Reach;

/// <summary>One program woven, run, patched, given back and patched again.</summary>
internal sealed class ReachRun : IDisposable
{
    private readonly TestDirectory _directory = new();
    private readonly ReachProgram _program;
    private readonly Configuration _configuration;
    private readonly SmallMethods _small;
    private readonly string _name;
    private readonly string _woven;

    public ReachRun(ReachProgram program, string name, Configuration configuration, SmallMethods small)
    {
        _program = program;
        _name = name;
        _configuration = configuration;
        _small = small;
        Plain1 = Compile("1", []);
        _woven = Weaving.All(Plain1, _directory.Sub("woven"), _small);
    }

    private string Plain1 { get; }

    /// <summary>Changes all that no error stands against, and says what stayed behind unsaid.</summary>
    public async Task<ReachReport> Run()
    {
        var changed = _program.Probes.ToList();
        var refused = new List<Probe>();
        for (var build = 2; changed.Count > 0; build++)
        {
            var plain2 = Compile(build.ToString(System.Globalization.CultureInfo.InvariantCulture), changed);
            var output = _directory.File("patch.hotpatch");
            var result = PatchMaker.Make(new PatchRequest { BaselinePath = _woven, NewPath = plain2, OutputPath = output, References = [AppContext.BaseDirectory] });
            if (result.Outcome == PatchOutcome.Made)
                return await Compare(plain2, File.ReadAllBytes(output), changed, refused, result.Diagnostics);
            if (result.Outcome == PatchOutcome.NoChanges)
                return await Compare(plain2, null, changed, refused, result.Diagnostics);
            var errors = result.Diagnostics.Where(static d => d.Severity == Diagnostics.DiagnosticSeverity.Error).ToList();
            var stopped = changed.Where(p => errors.Exists(e => Names(e, p))).ToList();
            if (stopped.Count == 0)
                return new ReachReport([$"The refusal names none of the changes: {string.Join("\n", errors)}"], refused, []);
            refused.AddRange(stopped);
            changed.RemoveAll(stopped.Contains);
        }

        return new ReachReport([], refused, []);
    }

    public void Dispose() => _directory.Dispose();

    private async Task<ReachReport> Compare(string plain2, byte[]? patch, List<Probe> changed, List<Probe> refused, IReadOnlyList<HotWeave.Weaver.Diagnostics.Diagnostic> diagnostics)
    {
        var remarked = new HashSet<Probe>();
        using var fresh1 = new RunningProgram(Plain1);
        using var fresh2 = new RunningProgram(plain2);
        using var live = new RunningProgram(_woven);
        var (old, @new, before) = (fresh1.Ask(), fresh2.Ask(), live.Ask());
        var problems = new List<string>();
        foreach (var probe in _program.Probes.Where(p => before[p.Name] != old[p.Name]))
            problems.Add($"{probe}: woven, it answers {before[probe.Name]} and not {old[probe.Name]}");
        var messages = diagnostics.Where(static d => d.Severity >= Diagnostics.DiagnosticSeverity.Warning).ToList();
        var named = _program.Probes.Where(p => messages.Exists(d => Names(d, p))).ToList();
        if (patch is null)
            Judge(live.Ask());
        else
        {
            var baseline = HotSwap.GetStatus().Current;
            for (var round = 0; round < 2; round++)
            {
                await live.Loaded.Apply(patch, acceptsState: true);
                Judge(live.Ask());
                await HotSwap.RollbackAsync(baseline, new SwapOptions { AcceptState = true });
                var back = live.Ask();
                foreach (var probe in _program.Probes.Where(p => back[p.Name] != before[p.Name]))
                    problems.Add($"{probe}: back, it answers {back[probe.Name]} and not {before[probe.Name]}");
            }
        }

        var stayed = named.Where(p => changed.Contains(p) && @new[p.Name] != old[p.Name]).Except(remarked);
        return new ReachReport([.. problems.Distinct()], refused, [.. stayed]) 
        {
            Changed = changed.Count,
            Remarked = [.. remarked.Select(p => (p, string.Join(" ", messages.Where(d => Names(d, p)).Select(static d => d.Id).Distinct().Order(StringComparer.Ordinal))))],
        };

        void Judge(IReadOnlyDictionary<string, string> answers)
        {
            foreach (var probe in _program.Probes)
            {
                var answer = answers[probe.Name];
                if (answer == @new[probe.Name])
                {
                    if (answer != old[probe.Name] && named.Contains(probe))
                        remarked.Add(probe);
                    continue;
                }

                if (answer == old[probe.Name] && named.Contains(probe))
                    continue;
                problems.Add($"{probe}: answers {answer} and not {@new[probe.Name]}{(named.Contains(probe) ? ", which is neither old nor new" : ", and no message names it")}");
            }
        }
    }

    // Where the changed code is that of Main, the message names Main.
    private static bool Names(HotWeave.Weaver.Diagnostics.Diagnostic diagnostic, Probe probe) =>
        Regex.IsMatch($"{diagnostic.Member} {diagnostic.Message}", $@"\bI?{probe.Name}(?![0-9])", RegexOptions.CultureInvariant)
        || (probe.IsChangeOfMain && diagnostic.Member == "Program.Main()");

    private string Compile(string folder, IReadOnlyCollection<Probe> changed) =>
        Compiler.CSharp(_directory.Sub(folder), _name, _program.Source(changed), _configuration, OutputKind.ConsoleApplication);
}

/// <summary>What a run showed.</summary>
/// <param name="Problems">What stayed behind unsaid, or answers neither the old nor the new.</param>
/// <param name="Refused">The changes that the patch maker refused.</param>
/// <param name="Stayed">The changes that stayed behind, as a message said.</param>
internal sealed record ReachReport(IReadOnlyList<string> Problems, IReadOnlyList<Probe> Refused, IReadOnlyList<Probe> Stayed)
{
    /// <summary>How many changes were made.</summary>
    public int Changed { get; init; }

    /// <summary>The changes that are live although a message names them, and the codes of the messages.</summary>
    public IReadOnlyList<(Probe Probe, string Codes)> Remarked { get; init; } = [];
}
