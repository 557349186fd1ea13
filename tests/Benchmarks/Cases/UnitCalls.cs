using System;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using HotWeave;

public static class UnitCalls
{
    private static readonly AsyncLocal<object?> local = new();
    private static readonly object mark = new();

    // What is measured is what stands round these: they are the same.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Plain(int n) => n + 1;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Local(int n)
    {
        local.Value = mark;
        try
        {
            return Plain(n);
        }
        finally
        {
            local.Value = null;
        }
    }

    [UnitOfWork]
    private static int Unit(int n) => Plain(n);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Task<int> LocalTask(int n)
    {
        local.Value = mark;
        try
        {
            return DoneTask(n);
        }
        finally
        {
            local.Value = null;
        }
    }

    [UnitOfWork]
    private static Task<int> UnitTask(int n) => DoneTask(n);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<int> LocalAwait(int n)
    {
        local.Value = mark;
        try
        {
            return await AwaitTask(n);
        }
        finally
        {
            local.Value = null;
        }
    }

    [UnitOfWork]
    private static Task<int> UnitAwait(int n) => AwaitTask(n);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Task<int> DoneTask(int n) => Task.FromResult(n + 1);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<int> AwaitTask(int n)
    {
        await Task.Yield();
        return n + 1;
    }

    public static int PlainCall(int count)
    {
        var n = 0;
        while (n < count)
            n = Plain(n);
        return n;
    }

    public static int LocalCall(int count)
    {
        var n = 0;
        while (n < count)
            n = Local(n);
        return n;
    }

    public static int UnitCall(int count)
    {
        var n = 0;
        while (n < count)
            n = Unit(n);
        return n;
    }

    public static int LocalNested(int count)
    {
        local.Value = mark;
        var n = LocalCall(count);
        local.Value = null;
        return n;
    }

    public static int UnitNested(int count)
    {
        using var unit = UnitOfWork.Enter("outer");
        return UnitCall(count);
    }

    public static int LocalTaskCall(int count)
    {
        var n = 0;
        while (n < count)
            n = LocalTask(n).Result;
        return n;
    }

    public static int UnitTaskCall(int count)
    {
        var n = 0;
        while (n < count)
            n = UnitTask(n).Result;
        return n;
    }

    public static int LocalAwaitCall(int count) => LocalAwaitsAsync(count).Result;

    public static int UnitAwaitCall(int count) => UnitAwaitsAsync(count).Result;

    private static async Task<int> LocalAwaitsAsync(int count)
    {
        var n = 0;
        while (n < count)
            n = await LocalAwait(n);
        return n;
    }

    private static async Task<int> UnitAwaitsAsync(int count)
    {
        var n = 0;
        while (n < count)
            n = await UnitAwait(n);
        return n;
    }
}
