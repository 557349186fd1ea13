using System;
using System.Collections.Generic;
using System.IO;
using System.Threading.Tasks;
using HotWeave;

public static class Units
{
    private static readonly Jobs<string> jobs = new("j");

    public static void Run(TextWriter output) => RunAsync(output).GetAwaiter().GetResult();

    private static async Task RunAsync(TextWriter output)
    {
        output.WriteLine(jobs.Add(1, 2));
        output.WriteLine(await jobs.AddAsync(1, 2));
        output.WriteLine(await jobs.ValueAsync<int>(3));
        output.WriteLine(await Jobs<int>.StaticAsync(3));
        output.WriteLine(await new Job { Number = 3 }.DoubleAsync());
        await foreach (var n in jobs.Stream(3))
            output.Write(n + ";");
        output.WriteLine(jobs.Locked(2));
        output.WriteLine(await jobs.Outer());
        output.WriteLine(await jobs.Lambda()(1));
        output.WriteLine(new Plain().Job(1));
        output.WriteLine(HotWeave.UnitOfWork.IsInside);
    }
}

public struct Job
{
    public int Number;

    [UnitOfWork]
    public async Task<string> DoubleAsync()
    {
        await Task.Yield();
        Number *= 2;
#if V2
        return Number + " two";
#else
        return Number + " one";
#endif
    }
}

public class Plain
{
    [UnitOfWork]
    public string Job(int n) => n + Name();

#if V2
    private string Name() => " plain two";
#else
    private string Name() => " plain one";
#endif
}

public class Jobs<T>(T value)
{
#if V2
    [UnitOfWork]
    public string Add(int a, int b) => $"{a} and {b} are {a + b}{value}";

    [UnitOfWork]
    public async Task<string> AddAsync(int a, int b)
    {
        await Task.Yield();
        return $"{a} and then {b} are {Sum(a, b)}";
    }

    private static string Sum(int a, int b) => (a + b).ToString() + "!";

    [UnitOfWork]
    public async ValueTask<string> ValueAsync<U>(U u)
    {
        await Task.Yield();
        return $"{u} of {typeof(U).Name} and {value}";
    }

    [UnitOfWork]
    public static async Task<string> StaticAsync(int n)
    {
        await Task.Yield();
        return "static two " + n;
    }

    [UnitOfWork]
    public async IAsyncEnumerable<string> Stream(int n)
    {
        for (var i = 0; i < n; i++)
        {
            await Task.Yield();
            yield return "item " + i + value;
        }
    }

    [UnitOfWork]
    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.Synchronized)]
    public string Locked(int n) => "two " + System.Threading.Monitor.IsEntered(this) + n;

    [UnitOfWork]
    private async Task<string> Inner() { await Task.Yield(); return "inner two"; }

    public async Task<string> Outer() => await Inner() + " outer two" + UnitOfWork.IsInside;

    public Func<int, Task<string>> Lambda() => [UnitOfWork] async (n) => { await Task.Yield(); return "lambda two" + n + value; };
#else
    [UnitOfWork]
    public string Add(int a, int b) => $"{a} and {b} is {a + b}";

    [UnitOfWork]
    public async Task<string> AddAsync(int a, int b)
    {
        await Task.Yield();
        return $"{a} and then {b} is {Sum(a, b)}";
    }

    private static string Sum(int a, int b) => (a + b).ToString();

    [UnitOfWork]
    public async ValueTask<string> ValueAsync<U>(U u)
    {
        await Task.Yield();
        return $"{u} of {typeof(U).Name}";
    }

    [UnitOfWork]
    public static async Task<string> StaticAsync(int n)
    {
        await Task.Yield();
        return "static one " + n;
    }

    [UnitOfWork]
    public async IAsyncEnumerable<string> Stream(int n)
    {
        for (var i = 0; i < n; i++)
        {
            await Task.Yield();
            yield return "item " + i;
        }
    }

    [UnitOfWork]
    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.Synchronized)]
    public string Locked(int n) => "one " + System.Threading.Monitor.IsEntered(this) + n;

    [UnitOfWork]
    private async Task<string> Inner() { await Task.Yield(); return "inner one"; }

    public async Task<string> Outer() => await Inner() + " outer one" + UnitOfWork.IsInside;

    public Func<int, Task<string>> Lambda() => [UnitOfWork] async (n) => { await Task.Yield(); return "lambda one" + n + value; };
#endif
}
