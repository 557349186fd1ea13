namespace Parts;

public abstract class Shape
{
    public virtual string Name() => "shape " + Version.Number;

    public virtual string Draw<T>(T with) => $"{Name()} {typeof(T).Name} {Version.Number}";

    public string Call() => Name();
}

public class Circle : Shape
{
    public Circle() => Radius = Version.Number;

    public int Radius { get; }

    public override string Name() => "circle " + Version.Number;
}

public sealed class Square : Shape
{
}

public interface INamed
{
    static abstract string Kind { get; }

    string Name();

    string Greeting() => $"hello {Name()} {Version.Number}";
}

public sealed class Named : INamed
{
    public static string Kind => "kind " + Version.Number;

    string INamed.Name() => "explicit " + Version.Number;
}

public struct Meter
{
    private int _at;

    public int Advance(int by)
    {
        _at += by * Version.Number;
        return _at;
    }

    public static Meter operator +(Meter a, Meter b) => new() { _at = a._at + b._at + Version.Number };

    public readonly override string ToString() => $"{_at} m {Version.Number}";
}

public record Point(int X, int Y)
{
    public virtual int Sum() => X + Y + Version.Number;
}

public class Box<T>(T item)
{
    public T Item => item;

    public string Show<U>(U other)
        where U : notnull => $"{typeof(T).Name} {item} {typeof(U).Name} {other} {Version.Number}";

    public static string Of() => typeof(T).Name + Version.Number;

    public class Inner<V>
        where V : struct, IComparable<V>
    {
        public string Compare(V a, V b, T with) => $"{a.CompareTo(b)} {with} {Version.Number}";
    }
}

public static class Generic
{
    public static unsafe int Size<T>(T value)
        where T : unmanaged => sizeof(T) + Version.Number;

    public static T Make<T>()
        where T : class, new() => Version.Number > 0 ? new T() : null!;

    public static string Kind<T>()
        where T : INamed => T.Kind + Version.Number;

    public static TList Fill<TList, TItem>(TList list, TItem item)
        where TList : ICollection<TItem>
    {
        for (var i = 0; i < Version.Number; i++)
            list.Add(item);
        return list;
    }
}

public static class Untouched
{
    static Untouched() => Touched.Ran = true;

    public static int Value() => Version.Number;
}

public static class Touched
{
    public static bool Ran;
}
