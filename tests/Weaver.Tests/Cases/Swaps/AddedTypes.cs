using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;

public interface IShape
{
    double Area();

    string Describe() => "shape " + Area().ToString("0.0", System.Globalization.CultureInfo.InvariantCulture);
}

public abstract class Shape : IShape
{
    protected int scale = 2;

    public abstract double Area();

    protected internal virtual string Secret() => "base secret " + scale;
}

public class Square(int side) : Shape
{
    public override double Area() => side * side;

#if V2
    private record struct Cell(int A, string B);

    private enum Colour : byte { Red = 3, Green }

    public string Cells() => string.Join(";", Enumerable.Range(0, 2).Select(i => new Cell(i, "c"))) + Colour.Green;
#else
    public string Cells() => "no cells in this version, sorry";
#endif
}

#if V2
public delegate TResult Maker<in T, out TResult>(T input);

public class Circle(double radius) : Shape
{
    public static int Made;

    public override double Area()
    {
        Made++;
        return radius * radius * scale;
    }

    protected internal override string Secret() => "circle " + base.Secret();
}

public sealed record Person(string Name, int Age)
{
    public List<string> Tags { get; init; } = ["x"];
}

public class Pool<T> where T : new()
{
    private readonly Queue<T> items = new();

    public T Take() => items.Count > 0 ? items.Dequeue() : new T();

    public async Task<T> TakeAsync()
    {
        await Task.Yield();
        return Take();
    }

    public IEnumerable<T> Many(int n)
    {
        for (var i = 0; i < n; i++)
            yield return Take();
    }
}

public static class Extensions
{
    public static string Twice(this string text) => text + text;
}
#endif

public static class AddedTypes
{
    public static void Run(TextWriter output)
    {
        IShape shape = Create();
        output.WriteLine(shape.Describe());
        output.WriteLine(((Shape)shape).Secret());
        output.WriteLine(new Square(2).Cells());
        output.WriteLine(More());
    }

    private static IShape Create()
    {
#if V2
        return new Circle(1.5);
#else
        return new Square(3);
#endif
    }

    private static string More()
    {
#if V2
        var person = new Person("Ann", 3);
        Maker<int, string> maker = n => "made" + n;
        var pool = new Pool<object>();
        return (person with { Age = 4 }) + maker(1) + pool.TakeAsync().Result.GetType().Name + new Pool<int>().Many(2).Count() + "ab".Twice() + (person == new Person("Ann", 3)) + person.Tags.Count;
#else
        return "nothing more here in this version";
#endif
    }
}
