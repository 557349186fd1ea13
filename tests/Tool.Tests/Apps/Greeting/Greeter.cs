namespace Greeting;

/// <summary>What is swapped. Knows nothing of HotWeave.</summary>
public sealed class Greeter
{
    private int _greeted;

    /// <summary>Greets, counting.</summary>
    public string Greet(string name)
    {
        _greeted++;
#if NEXT
        return $"good day {name}, number {_greeted}";
#else
        return $"hello {name}, number {_greeted}";
#endif
    }
}
