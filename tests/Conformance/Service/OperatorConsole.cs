using System.Globalization;

namespace HotWeave.Conformance;

/// <summary>What an operator asks of a service: commands, a line each, of which several may run at a time, until there are no
/// more.</summary>
public static class OperatorConsole
{
    private static TaskCompletionSource s_released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the operator releases what is held.</summary>
    public static Task Released => Volatile.Read(ref s_released).Task;

    /// <summary>What the service does when the operator has it do something of its own; nothing where it is null.</summary>
    public static Func<string, Task<string>>? Doing { get; set; }

    public static async Task ServeAsync()
    {
        Console.WriteLine("ready");
        var commands = new List<Task>();
        while (await Task.Run(Console.ReadLine) is { } line)
            commands.Add(AnswerAsync(line.Split('|')));
        await Task.WhenAll(commands);
    }

    // Each begins and ends with the number that it was given.
    private static async Task AnswerAsync(string[] command) => Console.WriteLine($"{command[0]}|{await RunAsync(command[1..])}");

    private static async Task<string> RunAsync(string[] command)
    {
        try
        {
            switch (command[0])
            {
                case "apply":
                    var result = await HotSwap.ApplyAsync(command[3], ReadOptions(command));
                    return $"ok {result.Mode} {result.To}";
                case "rollback":
                    var back = await HotSwap.RollbackAsync(VersionNumber.Baseline, ReadOptions(command));
                    return $"ok {back.Mode} {back.To}";
                case "try":
                    var share = new ProbationOptions { Share = 0.5, Window = TimeSpan.FromMinutes(5) };
                    var tried = await HotSwap.ApplyAsync(command[3], ReadOptions(command) with { Probation = share });
                    return $"ok {tried.Mode} {tried.To}";
                case "failed":
                    return HotSwap.GetStatus().Trial is { } trial ? $"{trial.New.Failed + trial.Old.Failed}" : "-1";
                case "confirm":
                    await HotSwap.ConfirmAsync();
                    return "ok";
                case "release":
                    Interlocked.Exchange(ref s_released, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
                    return "ok";
                case "status":
                    var status = HotSwap.GetStatus();
                    return $"{status.Units.Count} {status.Current} {status.Waiting?.Waiting ?? -1} {ThreadPool.ThreadCount}";
                case "do" when Doing is { } doing:
                    return await doing(command[1]);
                default:
                    return "unknown";
            }
        }
        catch (SwapException e)
        {
            return e.Message.ReplaceLineEndings(" ");
        }
    }

    private static SwapOptions ReadOptions(string[] command)
    {
        var timeout = TimeSpan.FromSeconds(double.Parse(command[2], CultureInfo.InvariantCulture));
        var options = new SwapOptions { Timeout = timeout, CancelUnits = command.Length > 4 };
        return command[1].Length > 0 ? options with { Mode = Enum.Parse<SwapMode>(command[1]) } : options;
    }
}
