using HotWeave.Survey;
using HotWeave.Survey.EveryBody;
using HotWeave.Survey.Mutants;
using HotWeave.Survey.Packages;
using HotWeave.Survey.Pairs;
using HotWeave.Survey.Verifying;

if (args is [TakingProcess.Verb, var woven, var plain, .. var patch])
{
    await TakingProcess.Work(woven, plain, patch.FirstOrDefault());
    return 0;
}

if (args is [JudgingProcess.Verb, var mutant, var first])
{
    JudgingProcess.Work(mutant, int.Parse(first, System.Globalization.CultureInfo.InvariantCulture));
    return 0;
}

if (args is [CompilingProcess.Verb, var live, var published, var every])
{
    await CompilingProcess.Work(live, published, every);
    return 0;
}

// dotnet run --project tests/Survey -c Release -p:Libraries=all -- bodies [<package>…]
if (args is ["bodies", .. var libraries])
    return EveryBodyTable.Print([.. EveryBodyTable.FindLibraries(libraries)]) ? 0 : 1;

// dotnet run --project tests/Survey -c Release -p:Libraries=all -- alarms
if (args is ["alarms"])
    return FalseAlarms.Print([.. FalseAlarms.Frameworks(), .. FalseAlarms.Packages(), .. FalseAlarms.OnThisMachine()]) ? 0 : 1;

// dotnet run --project tests/Survey -c Release -- mutants [<rounds> [<assembly>…]]
if (args is ["mutants", .. var which])
{
    var rounds = which is [var count, ..] ? int.Parse(count, System.Globalization.CultureInfo.InvariantCulture) : 1;
    var inputs = which.Length > 1 ? which[1..] : [MutantTable.Newtonsoft()];
    return MutantTable.Print([.. inputs.SelectMany(i => Enumerable.Range(1, rounds).SelectMany(seed => MutantRound.Run(i, seed)))]) ? 0 : 1;
}

// dotnet run --project tests/Survey -c Release -p:Libraries=all -- [--details <folder>] [<package>…]
var details = args is ["--details", var folder, ..] ? Directory.CreateDirectory(folder).FullName : null;
var chosen = details is null ? args : args[2..];
if (chosen.FirstOrDefault(static c => Libraries.Compared.All(l => l.Id != c)) is { } unknown)
{
    await Console.Error.WriteLineAsync($"The list has no library {unknown}.");
    return 2;
}

var pairs = Libraries.Compared.Where(l => chosen.Length == 0 || chosen.Contains(l.Id)).SelectMany(Pair.Of).ToList();
if (pairs.Count == 0)
{
    await Console.Error.WriteLineAsync("The libraries are not downloaded; build with -p:Libraries=all.");
    return 2;
}

Report.Head();
var findings = new List<Finding>();
foreach (var pair in pairs)
{
    foreach (var isOpen in new[] { false, true })
    {
        await using var writer = details is null ? TextWriter.Null : new StreamWriter(Path.Combine(details, $"{pair.Library}-{pair.From}-{pair.To}{(isOpen ? "-open" : "")}.txt"));
        findings.Add(Comparison.Run(pair, isOpen, writer));
    }

    Report.Row(findings[^2], findings[^1]);
}

Report.Summary(findings);
return findings.All(static f => f.Defects.Count == 0) ? 0 : 1;
