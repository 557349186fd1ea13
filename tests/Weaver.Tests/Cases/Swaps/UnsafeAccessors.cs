using System;
using System.IO;
using System.Runtime.CompilerServices;

// Accessors, as generated serialisers write them, of members that a patch adds or of which it has the body.
public class Order
{
    public string Id { get; init; } = "a";
    private int rate = 3;
#if V2
    public string Currency { get; init; } = "EUR";
    private static int made = 5;
    private readonly string text = "text";
    private Order(string id, int rate) { Id = id; this.rate = rate; }
    public Order() { }
    private string Secret(int n) => "secret" + n + rate + text;
    private static string Shared(string with) => "shared" + with + made;
    protected virtual string Turned(int n) => "turned" + n;
    private string Generic<T>(T with) => typeof(T).Name + with;
    private int Rate() => rate * 200;
#else
    private int Rate() => rate * 100;
#endif
    public string Show() { return Id + rate + ToString()!.Length; }
}

public class Special : Order
{
#if V2
    protected override string Turned(int n) => "special" + n + base.Turned(n);
#endif
}

public struct Money(int amount)
{
    private int amount = amount;
#if V2
    private int Twice() => amount *= 2;
#endif
    public readonly string Show() { return "money" + amount + ToString()!.Length; }
}

public class Box<T>
{
    private T? item;
#if V2
    private T? second;
    private string Both(T with) => $"{item}{second}{with}";
#endif
    public void Put(T value) { item = value; }
}

public static class Codec
{
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "<Id>k__BackingField")] private static extern ref string Id(Order o);
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "Rate")] private static extern int RateOf(Order o);
#if V2
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "<Currency>k__BackingField")] private static extern ref string Currency(Order o);
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "text")] internal static extern ref readonly string Text(Order o);
    [UnsafeAccessor(UnsafeAccessorKind.StaticField, Name = "made")] private static extern ref int Made(Order? o);
    [UnsafeAccessor(UnsafeAccessorKind.Constructor)] private static extern Order Make(string id, int rate);
    [UnsafeAccessor(UnsafeAccessorKind.Method)] private static extern string Secret(Order o, int n);
    [UnsafeAccessor(UnsafeAccessorKind.StaticMethod)] private static extern string Shared(Order? o, string with);
    [UnsafeAccessor(UnsafeAccessorKind.Method)] private static extern string Turned(Order o, int n);
    [UnsafeAccessor(UnsafeAccessorKind.Method)] private static extern int Twice(ref Money money);
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "rate")] private static extern ref int Named([UnsafeAccessorType("Order")] object o);
#endif

    public static string Do(Order o)
    {
        Id(o) = "b";
#if V2
        Currency(o) = "USD";
        Made(null) += 1;
        Made(null) -= 1;
        var money = new Money(4);
        var text = Twice(ref money) + money.Show();
        try { Secret(null!, 1); }
        catch (NullReferenceException) { text += "null"; }
        Func<Order, int, string> secret = Secret;
        return o.Id + o.Currency + Made(null) + Make("c", 7).Show() + Secret(o, 2) + Shared(null, "w") + Turned(new Special(), 3) + text + Text(o) + Generated.Read(o) + secret(o, 4) + RateOf(o) + Named(o);
#else
        return o.Id + RateOf(o);
#endif
    }
}

public static class BoxCodec<T>
{
    public static string Do(Box<T> box, T value)
    {
        box.Put(value);
#if V2
        return "two" + BoxAdded<T>.Do(box, value);
#else
        return "one" + value;
#endif
    }
}

#if V2
internal static class Generated
{
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "rate")] private static extern ref int Named([UnsafeAccessorType("Order")] object o);
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "<Currency>k__BackingField")] private static extern ref string Currency(Order o);
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "<Id>k__BackingField")] private static extern ref string Id(Order o);
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "Rate")] private static extern int RateOf(Order o);
    public static string Read(Order o) => Currency(o) + Id(o) + RateOf(o) + Named(o);
}

internal static class BoxAdded<T>
{
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "second")] private static extern ref T? Second(Box<T> box);
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "item")] private static extern ref T? Item(Box<T> box);
    [UnsafeAccessor(UnsafeAccessorKind.Method)] private static extern string Both(Box<T> box, T with);
    public static string Do(Box<T> box, T value) { Second(box) = value; return Both(box, value) + Item(box); }
}
#endif

public static class UnsafeAccessors
{
    public static void Run(TextWriter output)
    {
        output.WriteLine(Codec.Do(new Order()) + Codec.Do(new Special()));
        output.WriteLine(BoxCodec<int>.Do(new Box<int>(), 3) + BoxCodec<string>.Do(new Box<string>(), "t"));
    }
}
