using System;
using System.Collections.Generic;
using System.IO;

// Interfaces that the new build takes from classes and structs. New code does not ask for them: objects would go on to answer as deployed ones.
public interface ICounter { int Count { get; } int Twice() => Count * 2; }

#if !V2
public interface IGone { string Gone(int n); }
#endif

public class Shop
#if !V2
    : IDisposable, ICounter, IGone
#endif
{
    public int Sold;
    public int Count => Sold + 1;
#if V2
    public string Close() { Sold = 0; return "closed"; }
#else
    public void Dispose() => Sold -= 5;
    string IGone.Gone(int n) => "gone" + n + Sold;
#endif
    public string Own() { Sold++; return "shop" + Count; }
}

public class Branch : Shop
#if !V2
    , IComparable<Branch>
#endif
{
    public int CompareTo(Branch? other) { return Sold - (other?.Sold ?? 0); }
    public string Mine() { return Own() + CompareTo(null) + CompareTo(this); }
}

public struct Amount(int n)
#if !V2
    : ICounter
#endif
{
    public int Count => n + 2;
    public string Own() { return "amount" + Count; }
}

public interface IWide
#if !V2
    : ICounter
#endif
{
    string Wide() { return "wide" + GetType().Name; }
}

public class Wide : IWide, ICounter
{
    public int Count => 9;
    public string Own() { return ((IWide)this).Wide() + ((ICounter)this).Twice(); }
}

public static class RemovedInterfaces
{
    private static readonly Shop shop = new();
    private static readonly Branch branch = new() { Sold = 3 };

    public static void Run(TextWriter output)
    {
        shop.Sold = 0;
        branch.Sold = 3;
#if V2
        output.WriteLine(shop.Own() + shop.Close() + branch.Close() + branch.Mine() + new Amount(1).Own() + new Wide().Own());
#else
        using (shop)
            output.WriteLine(shop.Own() + ((IGone)shop).Gone(2) + ((ICounter)branch).Twice() + branch.Mine() + ((ICounter)new Amount(1)).Count + new Wide().Own());
        output.WriteLine(shop.Sold);
#endif
    }
}
