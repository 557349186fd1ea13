using System;
using System.Collections.Generic;
using System.IO;
using System.Threading.Tasks;

public class Worker
{
    private readonly List<string> log = [];

    public async Task<string> Work(string input)
    {
        await Task.Yield();
        log.Add(input);
#if V2
        for (var i = 0; i < 2; i++)
        {
            await Task.Delay(0);
            log.Add("step" + i);
        }

        return "2:" + string.Join(",", log);
#else
        return "1:" + string.Join(",", log);
#endif
    }

#if V2
    public Task<int> Count() => Task.FromResult(log.Count * 100);
#else
    public async Task<int> Count()
    {
        await Task.Yield();
        return log.Count;
    }
#endif

    public async ValueTask<T> Echo<T>(T value)
        where T : notnull
    {
        await Task.Yield();
#if V2
        try
        {
            if (value is string)
                throw new InvalidOperationException("no strings");
        }
        catch (InvalidOperationException)
        {
            await Task.Yield();
            return default!;
        }
#endif
        return value;
    }

    public async IAsyncEnumerable<int> Numbers()
    {
#if V2
        yield return -1;
#endif
        for (var i = 0; i < 3; i++)
        {
            await Task.Yield();
            yield return i;
        }
    }

    public IEnumerable<string> Words(int n)
    {
        try
        {
            for (var i = 0; i < n; i++)
#if V2
                yield return "wort" + i;
#else
                yield return "word" + i;
#endif
        }
        finally
        {
            log.Add("words done");
        }
    }

    public void Clear() => log.Clear();
}

public static class AsyncMethods
{
    private static readonly Worker worker = new();

    public static void Run(TextWriter output) => RunAsync(output).GetAwaiter().GetResult();

    private static async Task RunAsync(TextWriter output)
    {
        worker.Clear();
        output.WriteLine(await worker.Work("a"));
        output.WriteLine(await worker.Work("b"));
        output.WriteLine(await worker.Count());
        output.WriteLine(await worker.Echo("x") ?? "nothing");
        output.WriteLine(await worker.Echo(5));
        await foreach (var number in worker.Numbers())
            output.WriteLine(number);
        foreach (var word in worker.Words(3))
            output.WriteLine(word);
        output.WriteLine(await worker.Count());
    }
}
