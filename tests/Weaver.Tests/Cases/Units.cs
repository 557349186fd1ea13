using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using System.Threading.Tasks.Sources;
using HotWeave;

public static class Units
{
    public static void Run(TextWriter output) => RunAsync(output).GetAwaiter().GetResult();

    private static async Task RunAsync(TextWriter output)
    {
        var jobs = new Jobs<string>("j");
        var number = 1;
        output.WriteLine(jobs.Add(1, ref number, out var sum) + sum + number);
        output.WriteLine(jobs.Span([1, 2, 3]).Length);
        jobs.Ref() = 5;
        output.WriteLine(jobs.Number);
        output.WriteLine(jobs.Slice([1, 2, 3]));
        output.WriteLine(await jobs.AddAsync(1, "a", 2.5, null));
        output.WriteLine(await jobs.GenericAsync<int, string>(1, "x"));
        output.WriteLine(await jobs.ValueAsync(true) + await jobs.ValueAsync(false));
        await jobs.PlainValueAsync();
        output.WriteLine(await jobs.PooledAsync(7));
        output.WriteLine(await Jobs<int>.StaticAsync(3));
        output.WriteLine(await new Job { Number = 3 }.DoubleAsync());
        var job = new Job { Number = 3 };
        await job.Change();
        output.WriteLine(job.Number);
        await foreach (var n in jobs.Stream(3))
            output.Write(n + ";");
        output.WriteLine();
        output.WriteLine(((IJob)jobs).Default() + ((IJob)jobs).Explicit(2));
        output.WriteLine(new Derived().Virtual(3));
        output.WriteLine(jobs.Nested(4));
        output.WriteLine(await jobs.Lambda()(20));
        output.WriteLine(await jobs.LocalAsync(4));
        output.WriteLine(jobs.Locked(2));
        output.WriteLine(jobs.NullTask() is null);
        try
        {
            jobs.Fail("sync");
        }
        catch (InvalidOperationException e)
        {
            output.WriteLine(e);
        }

        var failed = jobs.FailAsync("async");
        try
        {
            await failed;
        }
        catch (InvalidOperationException e)
        {
            output.WriteLine(e);
        }

        output.WriteLine(failed.Status + " " + failed.GetType().IsGenericType);
        var many = jobs.Many();
        output.WriteLine(many.Exception!.InnerExceptions.Count);
        using var source = new CancellationTokenSource();
        var cancelled = jobs.CancelledAsync(source.Token);
        await source.CancelAsync();
        try
        {
            await cancelled;
        }
        catch (OperationCanceledException e)
        {
            output.WriteLine(cancelled.Status + " " + (e.CancellationToken == source.Token));
        }

        try
        {
            await jobs.ThrowsBefore(null!);
        }
        catch (ArgumentNullException e)
        {
            output.WriteLine(e.ParamName);
        }

        try
        {
            await foreach (var n in jobs.FailingStream())
                output.WriteLine(n);
        }
        catch (InvalidOperationException e)
        {
            output.WriteLine(e.Message);
        }

        Ambient.Value = "caller";
        jobs.SetAmbient();
        output.WriteLine(Ambient.Value);
        await jobs.SetAmbientAsync();
        output.WriteLine(Ambient.Value);
    }

    public static readonly AsyncLocal<string> Ambient = new();
}

public interface IJob
{
    [UnitOfWork]
    int Default() => Number() + Environment.ProcessorCount - Environment.ProcessorCount;

    int Number();

    int Explicit(int n);
}

public struct Job
{
    public int Number;

    [UnitOfWork]
    public async Task<int> DoubleAsync()
    {
        await Task.Yield();
        Number *= 2;
        return Number;
    }

    [UnitOfWork]
    public Task Change()
    {
        Number = 100;
        return Task.CompletedTask;
    }
}

public class Base
{
    [UnitOfWork]
    public virtual int Virtual(int n)
    {
        for (var i = 0; i < 3; i++)
            n += i;
        return n;
    }
}

public class Derived : Base
{
    [UnitOfWork]
    public override int Virtual(int n) => base.Virtual(n) * 10;
}

public class Jobs<T>(T value) : IJob
{
    public int Number;
    private readonly Pooled _pooled = new();

    int IJob.Number() => 9;

    [UnitOfWork]
    int IJob.Explicit(int n) => n * 100;

    [UnitOfWork]
    public T Add(int a, ref int b, out int sum)
    {
        sum = a + b++;
        return value;
    }

    [UnitOfWork]
    public ReadOnlySpan<int> Span(ReadOnlySpan<int> numbers) => numbers[1..];

    [UnitOfWork]
    public ref int Ref() => ref Number;

    [UnitOfWork]
    public ref readonly int Slice(in ReadOnlySpan<int> numbers) => ref numbers[1];

    [UnitOfWork]
    public async Task<string> AddAsync(int a, string b, double c, object? d)
    {
        await Task.Yield();
        return a + b + c.ToString(System.Globalization.CultureInfo.InvariantCulture) + (d ?? "null") + value;
    }

    [UnitOfWork]
    public async Task<string> GenericAsync<A, B>(A a, B b)
        where A : struct
        where B : class
    {
        await Task.Yield();
        return $"{a} {b} {typeof(A).Name} {typeof(T).Name}";
    }

    [UnitOfWork]
    public async ValueTask<int> ValueAsync(bool waits)
    {
        if (waits)
            await Task.Yield();
        return 40 + Number;
    }

    [UnitOfWork]
    public async ValueTask PlainValueAsync() => await Task.Yield();

    [UnitOfWork]
    public ValueTask<int> PooledAsync(int n) => _pooled.Start(n);

    [UnitOfWork]
    public static async Task<int> StaticAsync(int n)
    {
        await Task.Yield();
        return n + 1;
    }

    [UnitOfWork]
    public async IAsyncEnumerable<int> Stream(int n, [EnumeratorCancellation] CancellationToken token = default)
    {
        for (var i = 0; i < n; i++)
        {
            if (i % 2 == 0)
                await Task.Yield();
            yield return i;
        }
    }

    [UnitOfWork]
    public int Nested(int n) => n == 0 ? 0 : n + Nested(n - 1);

    public Func<int, Task<int>> Lambda()
    {
        var captured = 1;
        return [UnitOfWork] async (n) =>
        {
            await Task.Yield();
            return n + captured + Number;
        };
    }

    public async Task<int> LocalAsync(int n)
    {
        return await Work(1) + Number;

        [UnitOfWork]
        async Task<int> Work(int m)
        {
            await Task.Yield();
            return n + m;
        }
    }

    [UnitOfWork]
    [MethodImpl(MethodImplOptions.Synchronized)]
    public string Locked(int n)
    {
        for (var i = 0; i < 3; i++)
            n += i;
        return n + " " + Monitor.IsEntered(this);
    }

    [UnitOfWork]
    public Task? NullTask() => null;

    [UnitOfWork]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Fail(string why) => throw new InvalidOperationException(why);

    [UnitOfWork]
    public async Task FailAsync(string why)
    {
        await Task.Yield();
        throw new InvalidOperationException(why);
    }

    [UnitOfWork]
    public Task Many() => Task.WhenAll(Task.FromException(new InvalidOperationException("a")), Task.FromException(new InvalidOperationException("b")));

    [UnitOfWork]
    public async Task CancelledAsync(CancellationToken token) => await Task.Delay(Timeout.Infinite, token);

    [UnitOfWork]
    public Task ThrowsBefore(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Task.CompletedTask;
    }

    [UnitOfWork]
    public async IAsyncEnumerable<int> FailingStream()
    {
        yield return 1;
        await Task.Yield();
        throw new InvalidOperationException("stream");
    }

    [UnitOfWork]
    public void SetAmbient() => Units.Ambient.Value = "callee";

    [UnitOfWork]
    public async Task SetAmbientAsync()
    {
        Units.Ambient.Value = "gone";
        await Task.Yield();
    }

    // What lies behind its tasks may be asked once only.
    private sealed class Pooled : IValueTaskSource<int>
    {
        private ManualResetValueTaskSourceCore<int> _core;

        public ValueTask<int> Start(int n)
        {
            _core.Reset();
            ThreadPool.QueueUserWorkItem(_ => _core.SetResult(n));
            return new ValueTask<int>(this, _core.Version);
        }

        public int GetResult(short token)
        {
            var result = _core.GetResult(token);
            _core.Reset();
            return result;
        }

        public ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);

        public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
            _core.OnCompleted(continuation, state, token, flags);
    }
}
