// The whole path in one go, from this repository's sources to a live process that takes new code and gives it back:
//
//     dotnet run build/demo.cs
//
// Exits with 0 only if every step did what it says, and no ping was lost.
#:project Staging/HotWeave.Staging.csproj
#:property PublishAot=false
using System.Diagnostics;
using System.Globalization;
using HotWeave.Staging;

return await BuildScript.RunAsync(TimeSpan.FromMinutes(10), async (repository, cancellation) =>
{
    await RunAsync(repository, cancellation);
    Console.WriteLine("\nAll of it held: nothing lost, nothing answered twice, and the process never stopped.");
    return 0;
});

static async Task RunAsync(Repository repository, CancellationToken cancellation)
{
    var product = new Product(repository);
    Console.WriteLine("HotWeave: new code for a live server, and the old code back\n");

    await StepAsync("packed HotWeave for use as a NuGet package", () => product.PackAsync(cancellation, "src/MSBuild"));
    await StepAsync("built the sample PingPong from it, in both versions, and the tool", () => Task.WhenAll(
        product.BuildSamplesAsync(cancellation, only: "PingPong"),
        product.BuildToolAsync(cancellation)));

    await using SampleProcess pingPong = await SampleProcess.StartAsync(repository.SampleAssembly("PingPong", 1), cancellation);
    SampleLine before = null!;
    await StepAsync("started it: eight clients ping one server", async () => before = await OnlyAsync(pingPong, "v1", "v2", cancellation));

    string patch = "";
    await StepAsync(
        "made the patch of the two builds",
        async () => patch = await product.MakePatchAsync("PingPong", copy: null, cancellation));
    await StepAsync("applied it to the live process", () => product.Tool.ApplyAsync(patch, pingPong.Id, cancellation));
    await StepAsync("asked for its status: version 1 is current", () => ExpectVersionAsync(product.Tool, pingPong.Id, 1, cancellation));
    SampleLine swapped = null!;
    await StepAsync("all pings are answered by the new code", async () => swapped = await OnlyAsync(pingPong, "v2", "v1", cancellation));

    await StepAsync("rolled the live process back", () => product.Tool.RollbackAsync(pingPong.Id, cancellation));
    await StepAsync("asked for its status: version 0 is current", () => ExpectVersionAsync(product.Tool, pingPong.Id, 0, cancellation));
    SampleLine back = null!;
    await StepAsync("all pings are answered by the old code again", async () => back = await OnlyAsync(pingPong, "v1", "v2", cancellation));

    SampleLine end = null!;
    await StepAsync("stopped the clients, then the server", async () => end = await pingPong.StopAsync(cancellation));

    long lost = end.Number("sent") - end.Number("v1") - end.Number("v2");
    Console.WriteLine("\n what the clients saw   pings sent   answered by the old code   by the new code   in flight");
    Print("before the swap", before);
    Print("with the new code", swapped);
    Print("after the rollback", back);
    Print("at the end", end);
    Console.WriteLine($"\n lost: {lost}, answered twice or out of turn: {end.Number("wrong")}");

    StagingException.Unless(lost == 0, $"Pings were lost: {end.Text}");
    StagingException.Unless(end.Number("wrong") == 0, $"Pongs came twice or out of turn: {end.Text}");
    StagingException.Unless(end.Number("sent") == end.Number("served"), $"The server's own count differs from the clients': {end.Text}");
}

// Waits for 10,000 answers of one version in a row, without one of the other.
static async Task<SampleLine> OnlyAsync(SampleProcess sample, string version, string other, CancellationToken cancellation)
{
    SampleLine? first = null;
    return await sample.NextAsync(
        line =>
        {
            if (first == null || line.Number(other) != first.Number(other))
                first = line;
            return line.Number(version) >= first.Number(version) + 10_000;
        },
        cancellation);
}

static async Task ExpectVersionAsync(HotWeaveTool tool, int processId, int expected, CancellationToken cancellation)
{
    int current = await tool.CurrentVersionAsync(processId, cancellation);
    StagingException.Unless(current == expected, $"Version {current} is current, not {expected}.");
}

static async Task StepAsync(string done, Func<Task> step)
{
    var watch = Stopwatch.StartNew();
    await step();
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $" ✓ {done,-66} {watch.Elapsed.TotalSeconds,6:0.0} s"));
}

static void Print(string when, SampleLine line)
{
    long sent = line.Number("sent"), old = line.Number("v1"), now = line.Number("v2");
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $" {when,-20} {sent,12:N0} {old,26:N0} {now,17:N0} {sent - old - now,11:N0}"));
}
