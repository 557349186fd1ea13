using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;

public class Bus
{
    public event EventHandler<string>? Said;

    public int Count => Said?.GetInvocationList().Length ?? 0;

    public void Say(string text) => Said?.Invoke(this, text);
}

public class Case
{
    private static readonly Bus s_bus = new();
    private static Case? s_one;
    private static TextWriter? s_output;

    private readonly SortedSet<string> _set;
    private readonly Lazy<int> _lazy;
    private readonly ThreadLocal<int> _thread = new(Initial);
    private readonly AsyncLocal<int> _local;

    private Case()
    {
        _set = new(Comparer<string>.Create(Compare));
        _lazy = new(Compute);
        s_bus.Said += OnSaid;
        s_bus.Said += OnSaidToo;
        _local = new(Changed);
    }

    public static void Run(TextWriter output)
    {
        s_output = output;
        s_one ??= new Case();
        s_bus.Say("x");
        s_one._set.Add("b");
        s_one._set.Add("a");
        output.WriteLine(string.Join(",", s_one._set));
        s_one._local.Value++;
        var value = 0;
        var thread = new Thread(() => value = s_one._thread.Value);
        thread.Start();
        thread.Join();
        output.WriteLine($"thread {value} lazy {s_one._lazy.Value}");
        s_bus.Said -= s_one.OnSaid;
        output.WriteLine(s_bus.Count);
        s_bus.Said += s_one.OnSaid;
    }

#if V2
    private static int Initial() => 2;

    private static void OnSaidToo(object? sender, string text) => s_output!.WriteLine("two too");

    private void OnSaid(object? sender, string text) => s_output!.WriteLine("two " + text);

    private int Compare(string a, string b) => -string.CompareOrdinal(a, b);

    private int Compute() => 42;

    private void Changed(AsyncLocalValueChangedArgs<int> change) => s_output!.WriteLine("LOCAL " + change.CurrentValue);
#else
    private static int Initial() => 1;

    private static void OnSaidToo(object? sender, string text) => s_output!.WriteLine("one too");

    private void OnSaid(object? sender, string text) => s_output!.WriteLine("one " + text);

    private int Compare(string a, string b) => string.CompareOrdinal(a, b);

    private int Compute() => 41;

    private void Changed(AsyncLocalValueChangedArgs<int> change) => s_output!.WriteLine("local " + change.CurrentValue);
#endif
}
