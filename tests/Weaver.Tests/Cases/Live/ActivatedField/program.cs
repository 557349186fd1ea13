using System;
using System.IO;
using System.Threading.Tasks;

// A field that only the method sets by which an object begins its work: objects that exist would have none.
public abstract class Grain
{
    public virtual Task OnActivateAsync() => Task.CompletedTask;
}

public class UserGrain : Grain
{
    private int _count;
#if V2
    private string[] _preferences = null!;

    public override Task OnActivateAsync()
    {
        _count = 1;
        _preferences = ["mail"];
        Console.Error.Write("");
        return Task.CompletedTask;
    }

    public string Send() => string.Join(" ", "v2", _count, _preferences.Length);
#else
    public override Task OnActivateAsync()
    {
        _count = 1;
        Console.Error.Write("");
        return Task.CompletedTask;
    }

    public string Send() => string.Join(" ", "v1", _count);
#endif
}

public static class Case
{
    private static UserGrain? s_active;

    public static void Run(TextWriter output)
    {
        if (s_active is null)
        {
            s_active = new UserGrain();
            s_active.OnActivateAsync().Wait();
        }

        output.WriteLine(s_active.Send());
    }
}
