using Week.Contracts;

namespace Week.Domain;

public struct Money(int cents)
{
    public int Cents = cents;
#if V2 || V3
    public readonly int Round() { return (Cents + 50) / 100; }
#else
    public readonly int Round() { return Cents / 100; }
#endif
}

#if V2 || V3
public class TooManyException(int count) : Exception($"too many: {count}");

public interface IPricing { int Price(Order order); }
#endif

[HotWeave.Swappable(Interfaces = true)]
public class Pricing
#if V2 || V3
    : IPricing
#endif
{
    private int _asked;
#if V2 || V3
    private readonly object _lock = new();
    private readonly Dictionary<int, int> _cache = [];
    private static int s_all;
#endif

    public int Price(Order order)
    {
        _asked++;
#if V2 || V3
        lock (_lock)
        {
            if (order.Lines.Count > 5)
                throw new TooManyException(order.Lines.Count);
            s_all++;
            return _cache[order.Id] = Sum(order);
        }
#else
        var sum = 0;
        foreach (var line in order.Lines)
            sum += Twice(line.Count);
        return sum;
#endif
    }

#if V2 || V3
    // Extracted.
    private static int Sum(Order order)
    {
        return order.Lines.Sum(static l => Thrice(l.Count));

        static int Thrice(int n) => n * 3;
    }

    public async Task<string> ShowAsync(string name, int width) { await Task.Yield(); return Asked<string>.Write(name.PadLeft(width, '.')) + _asked; }
#else
    private static int Twice(int n) => n * 2;

    public string Show(string name) { return Asked<string>.Write(name) + _asked; }
#endif
}

public static class Asked<T>
{
#if V2 || V3
    public static string Write(T value) { return $"<{value}>"; }
#else
    public static string Write(T value) { return $"[{value}]"; }
#endif
}

public static class States
{
    public static string Name(OrderState state) => state switch
    {
        OrderState.Open => "open",
#if V2 || V3
        OrderState.Returned => "back",
#endif
        _ => "other",
    };
}
