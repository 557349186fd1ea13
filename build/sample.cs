// Runs a sample that has a session.txt, takes new code into it and back, and compares each of its answers:
//
//     dotnet run build/sample.cs -- Orleans
//
// Exits with 0 only if every answer was the expected one.
#:project Staging/HotWeave.Staging.csproj
#:property PublishAot=false
using HotWeave.Staging;

using var stop = new CancellationTokenSource(TimeSpan.FromMinutes(15));
Console.CancelKeyPress += (_, key) =>
{
    key.Cancel = true;
    stop.Cancel();
};

if (args is not [var sample])
{
    Console.Error.WriteLine("Which sample? dotnet run build/sample.cs -- Orleans");
    return 1;
}

try
{
    await RunAsync(sample, stop.Token);
    Console.WriteLine("\nEvery answer was as expected, and the process never stopped.");
    return 0;
}
catch (StagingException e)
{
    Console.WriteLine($" ✗ {e.Message}");
    return 1;
}
catch (OperationCanceledException e)
{
    Console.WriteLine($" ✗ stopped before the end: {e.Message}");
    return 1;
}

static async Task RunAsync(string sample, CancellationToken cancellation)
{
    var repository = Repository.Containing((string)AppContext.GetData("EntryPointFileDirectoryPath")!);
    var session = repository.InSample(sample, "session.txt");
    StagingException.Unless(File.Exists(session), $"There is no sample {sample} with a session.txt.");
    var product = new Product(repository);
    Console.WriteLine("packing HotWeave, and building the tool and the sample in both versions ...");
    await product.PackAsync(cancellation);
    await product.BuildToolAsync(cancellation);
    var copy = "";
    // One that nobody built for swapping, with the package Lib.Harmony or the 0Harmony.dll in the folder that HOTWEAVE_HARMONY names.
    if (sample == "Harmony")
        copy = await product.BuildHarmonySampleAsync(FindHarmony(), cancellation);
    else
        await product.BuildSamplesAsync(cancellation, only: sample);
    var program = repository.SampleAssembly(sample, 1);
    var baseline = copy.Length == 0 ? program : Path.Combine(copy, Path.GetFileName(program));
    var patch = repository.InArtifacts("demo", sample + ".hotpatch");
    Directory.CreateDirectory(Path.GetDirectoryName(patch)!);
    File.Delete(patch);
    await product.Tool.PatchAsync(baseline, repository.SampleAssembly(sample, 2), patch, cancellation);
    await using SampleProcess running = await SampleProcess.StartAsync(program, cancellation);
    Console.WriteLine(running.Ready.Text);
    await SampleSession.Read(session, copy).PlayAsync(running, product.Tool, patch, Console.WriteLine, cancellation);
    await running.StopAsync(cancellation);
}

static string[] FindHarmony() => Environment.GetEnvironmentVariable("HOTWEAVE_HARMONY") is { Length: > 0 } folder
    ? [$"-p:HarmonyLibrary={Path.Combine(Path.GetFullPath(folder), "0Harmony.dll")}"] : [];
