using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;

// A virtual method, property and event that a patch adds; overrides in old and new types; objects made before the swap.
public class Animal
{
    public string Name = "animal";
    public event Action? Heard;

    public string Describe() => Name +
#if V2
        ":" + Sound(2) + ":" + Legs + ":" + Noise(this) + ":" + Kind<int>(3) + ":" + Kind("k") + ":" + Parent().Name;

    public virtual string Sound(int times) => "base" + times + Name;

    public virtual int Legs { get; set; } = 4;

    public virtual string Kind<T>(T value) => "kind " + typeof(T).Name + value;

    public virtual Animal Parent() => this;

    protected internal virtual event Action? Woken { add => Heard += value; remove => Heard -= value; }

    private static string Noise(Animal animal) { Func<int, string> sound = animal.Sound; return sound(1); }

    public void Wake() { Action wake = () => Name += "!"; Woken += wake; Heard!(); Woken -= wake; }
#else
        "." + ToString()!.Length;
#endif
}

public class Dog : Animal
{
#if V2
    public override string Sound(int times) => "wuff" + times + base.Sound(times) + ((Func<int, string>)base.Sound)(7);

    public override string Kind<T>(T value) { Func<string> f = () => base.Kind(value) + "|dog"; return f(); }

    public override Dog Parent() => new() { Name = "parent of " + Name };
#endif
    public int Speed(int n) { return n * Name.Length + GetHashCode() % 1; }
}

public class Puppy : Dog
{
#if V2
    public override int Legs { get => base.Legs + 10; set => base.Legs = value; }

    public sealed override string Sound(int times) => "wiff" + base.Sound(times + 1);
#endif
}

public class Spider : Animal
{
#if V2
    public override int Legs => 8;
#endif
    public string Web() { return Name + "web" + Name.Length; }
}

public class Silent : Animal
{
    public string Nothing() { return Name + "silent" + Name.Length; }
}

// The virtual method moves up, and goes from new to override.
public class Shape
{
#if V2
    public virtual double Area(double scale) => 0.5 * scale + Convert.ToDouble(Title.Length);
#endif
    public string Title = "s";
}

public class Square : Shape
{
#if V2
    public override double Area(double scale) => scale * scale * Title.Length + 1;
#else
    public virtual double Area(double scale) => scale * scale * Title.Length;
#endif
}

public class Cube : Square
{
    public override double Area(double scale) => 6 * base.Area(scale) * Title.Length;
}

// A plain method becomes virtual: with a stub and without one.
public class Plain
{
    public string Text = "p";
#if V2
    public virtual string Long(int n) { return Text + "long" + n + Text.Length + n + Text; }
    public virtual string Small() => Text;
#else
    public string Long(int n) { return Text + "long" + n + Text.Length + n + Text; }
    public string Small() => Text;
#endif
    public string Both() { return Long(1) + Small() + Text.Length; }
}

public class Fancy : Plain
{
#if V2
    public override string Long(int n) => "fancy" + base.Long(n);
    public override string Small() => "small " + base.Small();
#endif
    public string Own() { return Text + Text.Length + Text; }
}

public abstract class Step
{
    public string Do(int n) =>
#if V2
        Before(n) + Run(n) + After;

    protected abstract string Before(int n);
    public virtual string Run(int n) => "default" + n + GetType().Name;
    protected internal virtual string After => "after";
#else
        Run(n) + n;

    public abstract string Run(int n);
#endif
}

public class First : Step
{
#if V2
    protected override string Before(int n) => "first before " + n;
    public override string Run(int n) => "first two " + n + base.Run(n);
#else
    public override string Run(int n) => "first one " + n;
#endif
}

public class Second : Step
{
    private readonly string tag = "t";
#if V2
    protected override string Before(int n) => "second before " + tag + n;
    protected internal override string After => "after " + tag;
#else
    public override string Run(int n) => "second one " + tag + n;
#endif
}

#if V2
public class Wolf : Dog
{
    public override string Sound(int times) => "howl" + base.Sound(times);
    public override int Legs => base.Legs - 1;
    public override Wolf Parent() => this;
}

public class WolfCub : Wolf
{
    public override string Sound(int times) => "yip" + base.Sound(times);
    public sealed override string Kind<T>(T value) => "cub" + base.Kind(value);
}

public class Circle : Shape
{
    public override double Area(double scale) => 3 * scale;
}

public class Tesseract : Cube
{
    public override double Area(double scale) => 100 + base.Area(scale);
}

public class Third : Step
{
    protected override string Before(int n) => "third" + n;
    public override string Run(int n) => "third run " + n + base.Run(n);
}

public class Fancier : Fancy
{
    public override string Long(int n) => "fancier" + base.Long(n);
    public override string Small() => "fancier " + base.Small();
}
#endif

public static class VirtualMembers
{
    private static readonly List<Animal> animals = [];
    private static readonly List<Shape> shapes = [];
    private static readonly List<Plain> plains = [];
    private static readonly List<Step> steps = [];
    private static readonly List<Func<string>> delegates = [];

    public static void Prepare()
    {
        Fill();
        delegates.AddRange(animals.Select(a => (Func<string>)a.Describe));
        delegates.AddRange(plains.Select(p => (Func<string>)(() => p.Long(3))));
        foreach (var plain in plains)
            delegates.Add(plain.Both);
    }

    private static void Fill()
    {
        animals.AddRange([new Animal(), new Dog { Name = "dog" }, new Puppy { Name = "pup" }, new Spider { Name = "spider" }, new Silent()]);
        shapes.AddRange([new Shape(), new Square { Title = "sq" }, new Cube { Title = "cube" }]);
        plains.AddRange([new Plain(), new Fancy { Text = "f" }]);
        steps.AddRange([new First(), new Second()]);
    }

    public static void Run(TextWriter output)
    {
        Fill();
#if V2
        animals.AddRange([new Wolf { Name = "wolf" }, new WolfCub { Name = "cub" }]);
        shapes.AddRange([new Circle(), new Tesseract { Title = "tesseract" }]);
        plains.Add(new Fancier { Text = "er" });
        steps.Add(new Third());
#endif
        foreach (var animal in animals)
        {
            output.WriteLine(animal.Describe());
#if V2
            output.WriteLine(Generic(animal, 5) + animal.Legs++ + animal.Legs);
            animal.Legs = 4;
            animal.Wake();
            output.WriteLine(animal.Name.TrimEnd('!') + (animal is Dog dog ? dog.Parent().Speed(0) + dog.Sound(0) : ""));
#endif
        }

#if V2
        foreach (var shape in shapes)
            output.WriteLine(shape.Area(2));
        Animal none = null!;
        try { output.WriteLine(none.Sound(1)); } catch (NullReferenceException) { output.WriteLine("null"); }
        try { Func<int, string> sound = none.Sound; output.WriteLine(sound(1)); } catch (NullReferenceException) { output.WriteLine("null"); }
#else
        foreach (var square in shapes.OfType<Square>())
            output.WriteLine(square.Area(2));
#endif
        foreach (var plain in plains)
            output.WriteLine(plain.Both() + plain.Long(9) + Later(plain).Result);
        foreach (var step in steps)
            output.WriteLine(step.Do(4));
        foreach (var made in delegates)
            output.WriteLine(made());
        animals.RemoveRange(5, animals.Count - 5);
        shapes.RemoveRange(3, shapes.Count - 3);
        plains.RemoveRange(2, plains.Count - 2);
        steps.RemoveRange(2, steps.Count - 2);
        foreach (var animal in animals)
            animal.Name = animal.Name.TrimEnd('!');
    }

    private static async Task<string> Later(Plain plain)
    {
        await Task.Yield();
        return plain.Small() + plain.Long(2);
    }

#if V2
    private static string Generic<T>(T animal, int n) where T : Animal => animal.Sound(n) + animal.Kind(n);
#endif
}
