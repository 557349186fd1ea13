using System.Globalization;
using HotWeave.Fuzz.Alarms;
using HotWeave.Fuzz.Guided;
using HotWeave.Fuzz.Inputs;
using HotWeave.Fuzz.Kills;
using HotWeave.Fuzz.Running;
using HotWeave.Fuzz.Seeds;

if (args is [WorkerProcess.Verb, var folder, var from, var end])
{
    new InputWorker(SeedFolder.In(Path.Combine(folder, "seeds")), Path.Combine(folder, "run"))
        .Run(InputCases.All, int.Parse(from, CultureInfo.InvariantCulture), int.Parse(end, CultureInfo.InvariantCulture));
    return 0;
}

// dotnet run --project tests/Fuzz -c Release -- inputs [<count> [<first>]]
if (args is ["inputs", .. var numbers])
{
    var count = numbers.Length > 0 ? int.Parse(numbers[0], CultureInfo.InvariantCulture) : 20_000;
    var first = numbers.Length > 1 ? int.Parse(numbers[1], CultureInfo.InvariantCulture) : 0;
    var scratch = Directory.CreateTempSubdirectory("hotweave-fuzz-").FullName;
    var table = InputRun.Run(scratch, first, count, new KeptInputs(Path.GetFullPath("artifacts/fuzz")).Add);
    foreach (var line in table.ToLines())
        Console.WriteLine(line);
    Directory.Delete(scratch, recursive: true);
    return table.Bad == 0 ? 0 : 1;
}

if (args is [GuidedRun.Verb, var place, var reader, var known, var kept, var time])
    return GuidedRun.Work(place, reader, known, kept, int.Parse(time, CultureInfo.InvariantCulture));

// dotnet run --project tests/Fuzz -c Release -- guided [<seconds for each reader> [keep]]
if (args is ["guided", .. var options])
{
    var seconds = options.Length > 0 ? int.Parse(options[0], CultureInfo.InvariantCulture) : 600;
    var scratch = Directory.CreateTempSubdirectory("hotweave-guided-").FullName;
    var corpus = Path.GetFullPath("tests/Fuzz/Corpus");
    var isWell = GuidedRun.Run(scratch, corpus, options is [_, "keep"] ? corpus : null, TimeSpan.FromSeconds(seconds), Console.WriteLine);
    Directory.Delete(scratch, recursive: true);
    return isWell ? 0 : 1;
}

// dotnet run --project tests/Fuzz -c Release -- alarms <folder>…
if (args is ["alarms", .. var folders])
    return FalseAlarms.Print(folders) ? 0 : 1;

// dotnet run --project tests/Fuzz -c Release -- kills [<count>]
if (args is ["kills", .. var kills])
{
    var scratch = Directory.CreateTempSubdirectory("hotweave-kills-").FullName;
    var number = kills.Length > 0 ? int.Parse(kills[0], CultureInfo.InvariantCulture) : 500;
    var wrong = KillRun.Run(scratch, number, atCalls: true, Console.WriteLine);
    Directory.Delete(scratch, recursive: true);
    return wrong == 0 ? 0 : 1;
}

// dotnet run --project tests/Fuzz -c Release -- all [<name>…]
if (args is ["all", .. var figures])
    return EveryFigure.Run(figures) ? 0 : 1;

var names = string.Join(" | ", Figure.All.Select(static f => f.Name));
await Console.Error.WriteLineAsync(
    $"usage: inputs [<count> [<first>]] | guided [<seconds> [keep]] | alarms <folder>… | kills [<count>] | all [{names}]");
return 2;
