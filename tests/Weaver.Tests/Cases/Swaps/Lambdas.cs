using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

public class Registry
{
    private readonly string suffix = "s";
    public readonly List<Func<int, string>> Handlers = [];
    public event Action<TextWriter>? Event;

    public void Register(string captured)
    {
        var local = captured.Length;
#if V2
        Handlers.Add(n => "two" + n);
        Handlers.Add(n => captured + "/" + n * local);
        Handlers.Add(n => suffix + suffix + n);
        Handlers.Add(n => Enumerable.Range(0, n).Select(i => i * local + 1).Sum() + suffix);
        Handlers.Add(Named);
#else
        Handlers.Add(n => "one" + n);
        Handlers.Add(n => captured + n + local);
        Handlers.Add(n => suffix + n);
        Handlers.Add(n => Enumerable.Range(0, n).Select(i => i * local).Sum() + suffix);
        Handlers.Add(Named);
#endif
        Event += OnEvent;
    }

#if V2
    private string Named(int n) => "named two " + n + suffix;

    private void OnEvent(TextWriter output) => output.WriteLine("event two " + suffix);
#else
    private string Named(int n) => "named one " + n + suffix;

    private void OnEvent(TextWriter output) => output.WriteLine("event one " + suffix);
#endif

    public void Raise(TextWriter output) => Event?.Invoke(output);

    public void Unsubscribe() => Event -= OnEvent;

    public void Subscribe() => Event += OnEvent;
}

public class Box<T>
{
    public Func<T, string> Make<U>(U other)
    {
#if V2
        return t => "new " + typeof(T).Name + typeof(U).Name + t + other;
#else
        return t => "old " + typeof(T).Name + typeof(U).Name + t + other;
#endif
    }
}

public static class Lambdas
{
    private static Registry registry = null!;
    private static Func<string, string> boxed = null!;
    private static Func<int, string> boxedInt = null!;

    public static void Prepare()
    {
        registry = new Registry();
        registry.Register("abc");
        boxed = new Box<string>().Make(7);
        boxedInt = new Box<int>().Make("o");
    }

    public static void Run(TextWriter output)
    {
        foreach (var handler in registry.Handlers)
            output.WriteLine(handler(3));
        output.WriteLine(boxed("x") + boxedInt(1));
        registry.Raise(output);
        registry.Unsubscribe();
        registry.Raise(output);
        registry.Subscribe();
        registry.Raise(output);
    }
}
