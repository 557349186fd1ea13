// Has 200 players play in the sample GameServer, takes new code into it and back, again and again, and tells how late ticks are with swaps
// and without:
//
//     dotnet run build/game.cs                      ten rounds
//     dotnet run build/game.cs -- <rounds>
//
// A round is a lap without a swap, in which the operator's tool is asked for the status twice, and a lap in which it applies a patch and
// rolls it back. Exits with 0 only if no answer was lost, each player saw what the version has, and no tick with swaps was late by more
// than 5 ms beyond the latest without.
#:project Staging/HotWeave.Staging.csproj
#:property PublishAot=false
using System.Globalization;
using HotWeave.Staging;

const int Players = 200;
const double Most = 5;
int rounds = args is [var text] ? int.Parse(text, CultureInfo.InvariantCulture) : 10;
return await BuildScript.RunAsync(TimeSpan.FromMinutes(30), (repository, cancellation) => RunAsync(repository, rounds, cancellation));

static async Task<int> RunAsync(Repository repository, int rounds, CancellationToken cancellation)
{
    var product = new Product(repository);
    Console.WriteLine("packing HotWeave, and building the tool and the sample in both versions ...");
    await product.PackAsync(cancellation, "src/MSBuild");
    await product.BuildSamplesAsync(cancellation, only: "GameServer");
    await product.BuildToolAsync(cancellation);
    string patch = await product.MakePatchAsync("GameServer", copy: null, cancellation);

    await using GameWorld world = await GameWorld.StartAsync(repository.SampleAssembly("GameServer", 1), Players, cancellation);
    Console.WriteLine($"{Players} players; how late the latest tick was, in milliseconds");
    Console.WriteLine("round  without a swap  with two swaps");
    double without = 0, with = 0;
    for (int round = 1; round <= rounds; round++)
    {
        double quiet = await LapAsync(world, AskForStatusAsync, AskForStatusAsync, "unknown jump", cancellation);
        double swapped = await LapAsync(world, ApplyAsync, RollBackAsync, "jumps", cancellation);
        await world.ExpectAsync("jump", static answer => answer == "unknown jump", isAtOnce: true, cancellation);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{round,5}  {quiet,14:0.0}  {swapped,14:0.0}"));
        (without, with) = (Math.Max(without, quiet), Math.Max(with, swapped));
    }

    SampleLine done = await world.StopAsync(cancellation);
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"\n{done.Number("ticks")} ticks, none lost; the latest was late by {without:0.0} ms without a swap, and by {with:0.0} ms with {2 * rounds}"));
    if (with <= without + Most)
        return 0;
    Console.WriteLine($" ✗ swaps made a tick late by more than {Most} ms");
    return 1;

    Task AskForStatusAsync() => product.Tool.CurrentVersionAsync(world.Process.Id, cancellation);
    Task ApplyAsync() => product.Tool.ApplyAsync(patch, world.Process.Id, cancellation);
    Task RollBackAsync() => product.Tool.RollbackAsync(world.Process.Id, cancellation);
}

static async Task<double> LapAsync(GameWorld world, Func<Task> first, Func<Task> second, string jump, CancellationToken cancellation)
{
    await world.TakeLatestAsync(cancellation);
    await world.WhileAllPlayAsync(first, cancellation);
    await world.ExpectAsync("jump", answer => answer == jump, isAtOnce: true, cancellation);
    await world.WhileAllPlayAsync(second, cancellation);
    return await world.TakeLatestAsync(cancellation);
}
