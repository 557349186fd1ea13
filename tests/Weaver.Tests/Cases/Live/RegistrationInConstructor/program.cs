using System;
using System.Collections.Generic;
using System.IO;
using System.Threading.Tasks;

// What constructors, and what frameworks call when an object begins its work, do more: objects that exist have not done it.
public class Actor
{
    private readonly Dictionary<Type, Func<object, string>> _handlers = [];

    public Actor()
    {
        _handlers[typeof(string)] = static m => "string ok";
#if V2
        _handlers[typeof(int)] = static m => "int ok";
#endif
    }

    public string Tell(object message) => _handlers.TryGetValue(message.GetType(), out var handler) ? handler(message) : "unhandled";
}

public abstract class Grain
{
    protected List<string> Timers { get; } = [];

    public virtual Task OnActivateAsync() => Task.CompletedTask;
}

public class Counter : Grain
{
    public override Task OnActivateAsync()
    {
        Timers.Add("tick");
#if V2
        Timers.Add("tock");
#endif
        return base.OnActivateAsync();
    }

    public string List() => string.Join(" ", Timers);
}

public static class Case
{
    private static readonly Actor s_actor = new();
    private static readonly Counter s_counter = Activate();

    public static void Run(TextWriter output)
    {
        var (actor, counter) = (new Actor(), Activate());
        output.WriteLine($"{s_actor.Tell("")}, {s_actor.Tell(1)}; new: {actor.Tell("")}, {actor.Tell(1)}");
        output.WriteLine($"{s_counter.List()}; new: {counter.List()}");
    }

    private static Counter Activate()
    {
        var counter = new Counter();
        counter.OnActivateAsync().Wait();
        return counter;
    }
}
