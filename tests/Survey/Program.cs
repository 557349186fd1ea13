using HotWeave.Survey;
using HotWeave.Survey.Packages;
using HotWeave.Survey.Pairs;

if (args is [TakingProcess.Verb, var woven, var plain, .. var patch])
{
    await TakingProcess.Work(woven, plain, patch.FirstOrDefault());
    return 0;
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
