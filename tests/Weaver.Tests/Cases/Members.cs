using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;

public static class Members
{
    public static void Run(TextWriter output)
    {
        var temperature = new Temperature { Celsius = 20 };
        output.WriteLine(temperature.Fahrenheit);
        temperature.PropertyChanged += (_, e) => output.WriteLine("changed " + e.PropertyName);
        temperature.Celsius = 25;
        output.WriteLine(temperature["k"] + temperature["c"]);
        output.WriteLine(temperature + new Temperature { Celsius = 1 });
        output.WriteLine((double)temperature > 20 && temperature > new Temperature());
        output.WriteLine(-temperature);
        Temperature implicitly = 30.0;
        output.WriteLine(implicitly++);
        output.WriteLine(implicitly);
        output.WriteLine(temperature ? "warm" : "cold");
        output.WriteLine(checked((int)temperature));

        output.WriteLine($"{Synced.Total(4)}{new Synced().Add(5)}");
        output.WriteLine(Parallel(new Synced()));
        output.WriteLine(new Where().Here() + new Where().Caller() + new Where().Assembly() + new Where().Frames());
        output.WriteLine("text".Repeat(2) + 3.Plus());
        output.WriteLine(Inlining.Fast(3) + Inlining.Slow(3));
        output.WriteLine(Native.Total(new Synced()));
        output.WriteLine(Native.getpid() == Environment.ProcessId);
        output.WriteLine(typeof(Constants).GetField("Pi")!.GetRawConstantValue() + Constants.Text + Constants.None);
        output.WriteLine(Data.Bytes.Length + Data.Sum());
        output.WriteLine(typeof(Marked).GetCustomAttribute<Note<int>>()!.Text + typeof(Marked).GetMethod("Method")!.GetCustomAttribute<Note<string>>()!.Kind);
        output.WriteLine(Finalise());
        output.WriteLine(new Middle().Call() + ((Top)new Bottom()).Call());
        output.WriteLine(Info(1) + Info(2));
        output.WriteLine(new Stepper().Step().Step().Step());
        output.WriteLine(string.Join(",", typeof(Temperature).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Length));
        var box = new Box<int>();
        box.Changed += (s, _) => output.WriteLine(s!.GetType().Name);
        box.Value = 3;
        output.WriteLine(box.Value);
    }

    private static int Parallel(Synced synced)
    {
        System.Threading.Tasks.Parallel.For(0, 1000, _ => synced.Add(1));
        return synced.Add(0);
    }

    private static string Info(int n, [CallerMemberName] string member = "", [CallerLineNumber] int line = 0) => member + line + n;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool Finalise()
    {
        Leave();
        for (var i = 0; i < 20 && Finalised.Count == 0; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        return Finalised.Count > 0;

        [MethodImpl(MethodImplOptions.NoInlining)]
        static void Leave() => _ = new Finalised();
    }
}

public class Temperature : INotifyPropertyChanged
{
    private double _celsius;

    public event PropertyChangedEventHandler? PropertyChanged;

    public double Celsius
    {
        get => _celsius;
        set
        {
            if (_celsius == value)
                return;
            _celsius = value;
            OnChanged();
        }
    }

    public double Fahrenheit => (Celsius * 9 / 5) + 32;

    public double this[string unit] => unit switch
    {
        "k" => Celsius + 273.15,
        "c" => Celsius,
        _ => throw new ArgumentException(unit),
    };

    public static Temperature operator +(Temperature left, Temperature right) => new() { Celsius = left.Celsius + right.Celsius };

    public static Temperature operator -(Temperature value) => new() { Celsius = -value.Celsius };

    public static Temperature operator ++(Temperature value) => new() { Celsius = value.Celsius + 1 };

    public static bool operator >(Temperature left, Temperature right) => left.Celsius > right.Celsius;

    public static bool operator <(Temperature left, Temperature right) => left.Celsius < right.Celsius;

    public static bool operator true(Temperature value) => value.Celsius > 15;

    public static bool operator false(Temperature value) => value.Celsius <= 15;

    public static explicit operator double(Temperature value) => value.Celsius;

    public static explicit operator checked int(Temperature value) => checked((int)value.Celsius) + 1;

    public static explicit operator int(Temperature value) => (int)value.Celsius;

    public static implicit operator Temperature(double celsius) => new() { Celsius = celsius };

    public override string ToString() => Celsius.ToString(System.Globalization.CultureInfo.InvariantCulture) + " C";

    private void OnChanged([CallerMemberName] string? name = null) => PropertyChanged?.Invoke(this, new PropertyChangedEventArgs(name));
}

public class Synced
{
    private int _total;

    [MethodImpl(MethodImplOptions.Synchronized)]
    public static bool Total(int n)
    {
        if (n < 0)
            throw new ArgumentException(nameof(n));
        return Monitor.IsEntered(typeof(Synced));
    }

    [MethodImpl(MethodImplOptions.Synchronized)]
    public int Add(int n)
    {
        if (!Monitor.IsEntered(this))
            throw new InvalidOperationException("not locked");
        _total += n;
        return _total;
    }
}

public class Where
{
    public string Here() => MethodBase.GetCurrentMethod()!.Name + Again(1);

    public string Again(int n) => n == 0 ? MethodBase.GetCurrentMethod()!.Name : Again(n - 1);

    public string Caller() => System.Reflection.Assembly.GetCallingAssembly() == typeof(Where).Assembly ? "own" : "other";

    public string Assembly() => System.Reflection.Assembly.GetExecutingAssembly() == typeof(Where).Assembly ? "own" : "other";

    [MethodImpl(MethodImplOptions.NoInlining)]
    public string Frames() => new StackTrace().GetFrame(0)!.GetMethod()!.Name + Deeper();

    [MethodImpl(MethodImplOptions.NoInlining)]
    public string Deeper() => new StackFrame(0).GetMethod()!.Name + Frames2();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private string Frames2() => Type.GetType("Where")!.Name;
}

public static class Extensions
{
    public static string Repeat(this string text, int times) => times == 0 ? "" : text + text.Repeat(times - 1);

    public static int Plus(this int n) => n + 1;
}

public static class Inlining
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Fast(int n)
    {
        if (n < 0)
            throw new ArgumentException(nameof(n));
        return n * 2;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int Slow(int n) => n > 100 ? 0 : Optimised(n);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Optimised(int n)
    {
        var sum = 0;
        for (var i = 0; i < n; i++)
            sum += i;
        return sum;
    }
}

public static partial class Native
{
    [DllImport("libc")]
    public static extern int getpid();

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_total")]
    public static extern ref int Total(Synced synced);
}

public static class Constants
{
    public const double Pi = 3.14;
    public const string Text = "text";
    public const DayOfWeek None = DayOfWeek.Friday;
    public static readonly DateTime Day = new(2020, 1, 1);
}

public static class Data
{
    public static ReadOnlySpan<byte> Bytes => [1, 2, 3, 4, 5, 6, 7, 8, 9];

    public static int Sum()
    {
        int[] numbers = [10, 20, 30, 40, 50];
        var sum = 0;
        foreach (var n in numbers)
            sum += n;
        return sum + "bytes"u8.Length;
    }
}

[AttributeUsage(AttributeTargets.All)]
public sealed class Note<T>(string text) : Attribute
{
    public string Text { get; } = text + typeof(T).Name;

    public BindingFlags Kind { get; set; }
}

[Note<int>("class")]
public class Marked
{
    [Note<string>("method", Kind = BindingFlags.Public | BindingFlags.Instance)]
    public void Method([MarshalAs(UnmanagedType.LPStr)] string text)
    {
        Console.Write(text);
    }
}

public class Finalised
{
    private static int s_count;

    ~Finalised()
    {
        Interlocked.Increment(ref s_count);
    }

    public static int Count => Volatile.Read(ref s_count);
}

public abstract class Top
{
    public string Call() => Core(1) + Hook();

    protected abstract string Core(int n);

    protected virtual string Hook() => "top";

    private protected virtual int Hidden => 1;
}

public class Middle : Top
{
    protected override string Core(int n) => "middle" + n + Hidden;

    protected sealed override string Hook() => "sealed " + base.Hook();
}

public class Bottom : Middle
{
    private protected override int Hidden => base.Hidden + 5;

    protected override string Core(int n) => n > 2 ? "end" : "bottom " + base.Core(n + 1);
}

public class Stepper
{
    private int _step;

    [HotWeave.SafePoint]
    public Stepper Step()
    {
        _step++;
        return _step < 2 ? Step() : this;
    }

    public override string ToString() => "step " + _step;
}

public class Box<T>
{
    private T? _value;

    public event EventHandler? Changed;

    public T? Value
    {
        get => _value;
        set
        {
            _value = value;
            Changed?.Invoke(this, EventArgs.Empty);
        }
    }
}
