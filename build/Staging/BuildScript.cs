namespace HotWeave.Staging;

/// <summary>A program of the folder <c>build</c>, which somebody watches and may end.</summary>
public static class BuildScript
{
    /// <summary>Does its work until that is done, Ctrl+C is pressed, or the time is over; what keeps it from the end is said.</summary>
    /// <param name="limit">How long it may take.</param>
    /// <param name="work">The work, in the repository that the program is a file of.</param>
    /// <returns>The exit code: 1 where the work did not come to its end, else what it returned.</returns>
    public static async Task<int> RunAsync(TimeSpan limit, Func<Repository, CancellationToken, Task<int>> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        using var stop = new CancellationTokenSource(limit);
        Console.CancelKeyPress += (_, key) =>
        {
            key.Cancel = true;
            stop.Cancel();
        };
        try
        {
            var repository = Repository.Containing((string)AppContext.GetData("EntryPointFileDirectoryPath")!);
            return await work(repository, stop.Token).ConfigureAwait(false);
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
    }
}
