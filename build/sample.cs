// Runs a sample that has a session.txt, takes new code into it and back, and compares each of its answers:
//
//     dotnet run build/sample.cs -- Orleans
//
// Of Fleet it starts three instances behind a balancer, and rolls a good and a bad release out:
//
//     dotnet run build/sample.cs -- Fleet
//
// Exits with 0 only if every answer was the expected one.
#:project Staging/HotWeave.Staging.csproj
#:property PublishAot=false
using HotWeave.Staging;

if (args is not [var sample])
{
    Console.Error.WriteLine("Which sample? dotnet run build/sample.cs -- Orleans");
    return 1;
}

return await BuildScript.RunAsync(TimeSpan.FromMinutes(15), async (repository, cancellation) =>
{
    await (sample == "Fleet" ? RunFleetAsync(repository, cancellation) : RunAsync(repository, sample, cancellation));
    Console.WriteLine("\nEvery answer was as expected, and no process ever stopped.");
    return 0;
});

static async Task RunFleetAsync(Repository repository, CancellationToken cancellation)
{
    var product = new Product(repository);
    Console.WriteLine("packing HotWeave, and building the tool and the sample in its three versions ...");
    await product.PackAsync(cancellation, "src/MSBuild", "src/Hosting", "src/Fleet");
    await product.BuildToolAsync(cancellation);
    await product.BuildSamplesAsync(cancellation, only: "Fleet");
    string good = await product.MakePatchAsync("Fleet", 2, cancellation);
    string bad = await product.MakePatchAsync("Fleet", 3, cancellation);
    await FleetShop.PlayAsync(repository.SampleAssembly("Fleet", 1), good, bad, product.Tool, Console.WriteLine, cancellation);
}

static async Task RunAsync(Repository repository, string sample, CancellationToken cancellation)
{
    var session = repository.InSample(sample, "session.txt");
    StagingException.Unless(File.Exists(session), $"There is no sample {sample} with a session.txt.");
    var product = new Product(repository);
    Console.WriteLine("packing HotWeave, and building the tool and the sample in both versions ...");
    await product.PackAsync(cancellation);
    await product.BuildToolAsync(cancellation);
    string? copy = null;
    // One that nobody built for swapping, with the package Lib.Harmony or the 0Harmony.dll in the folder that HOTWEAVE_HARMONY names.
    if (sample == "Harmony")
        copy = await product.BuildHarmonySampleAsync(FindHarmony(), cancellation);
    else
        await product.BuildSamplesAsync(cancellation, only: sample);
    string patch = await product.MakePatchAsync(sample, copy, cancellation);
    await using SampleProcess running = await SampleProcess.StartAsync(repository.SampleAssembly(sample, 1), cancellation);
    Console.WriteLine(running.Ready.Text);
    await SampleSession.Read(session, copy ?? "").PlayAsync(running, product.Tool, patch, Console.WriteLine, cancellation);
    await running.StopAsync(cancellation);
}

static string[] FindHarmony() => Environment.GetEnvironmentVariable("HOTWEAVE_HARMONY") is { Length: > 0 } folder
    ? [$"-p:HarmonyLibrary={Path.Combine(Path.GetFullPath(folder), "0Harmony.dll")}"] : [];
