using System.Collections.Concurrent;

namespace HotWeave.Services.Tests.Service;

/// <summary>What jobs came to, for those who wait for it in this process.</summary>
public static class Results
{
    private static readonly ConcurrentDictionary<string, TaskCompletionSource<object>> s_waiting = new();

    public static Task<object> Expect(string id) => (s_waiting[id] = new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public static async Task GiveAsync(string id, Task<object> work)
    {
        try
        {
            var result = await work;
            if (s_waiting.TryRemove(id, out var waiting))
                waiting.SetResult(result);
        }
        catch (InvalidOperationException e)
        {
            if (s_waiting.TryRemove(id, out var waiting))
                waiting.SetResult(e.Message);
            throw;
        }
    }
}
