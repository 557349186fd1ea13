using System;
using System.IO;
using System.Runtime.CompilerServices;

public interface IGreeter
{
    string Greet(string name);

#if V2
    string Default(int n) => "default two " + n + Greet("d");
#else
    string Default(int n) => "default one " + n + Greet("d");
#endif
}

public class Members : IGreeter, IDisposable
{
    private readonly int start;
    private string text = "t";
    private static int locks;

    public Members(int start)
    {
#if V2
        this.start = start * 10 + text.Length;
#else
        this.start = start + text.Length;
#endif
    }

    public Members()
        : this(4)
    {
    }

    string IGreeter.Greet(string name) =>
#if V2
        "Hola " + name + start;
#else
        "Hello " + name + start;
#endif

    public string Text
    {
        get => text;
        set =>
#if V2
            text = value.ToUpperInvariant() + start;
#else
            text = value.ToLowerInvariant() + start;
#endif
    }

    public event Action? Changed
    {
#if V2
        add { locks += 10; value?.Invoke(); }
#else
        add { locks += 1; value?.Invoke(); }
#endif
        remove { locks--; }
    }

    [MethodImpl(MethodImplOptions.Synchronized)]
    public string Locked(int n)
    {
#if V2
        return "two" + n + System.Threading.Monitor.IsEntered(this) + Again(n);
#else
        return "one" + n + System.Threading.Monitor.IsEntered(this);
#endif
    }

#if V2
    [MethodImpl(MethodImplOptions.Synchronized)]
    private static string Again(int n) => "again" + n + System.Threading.Monitor.IsEntered(typeof(Members));
#endif

    public static implicit operator string(Members members) =>
#if V2
        "implicit two " + members.start;
#else
        "implicit one " + members.start;
#endif

    public void Dispose()
    {
#if V2
        text = "disposed two";
#else
        text = "disposed one";
#endif
        GC.SuppressFinalize(this);
    }

    public string Recurse(int n)
    {
        if (n == 0)
            return "";
#if V2
        return n + "," + Recurse(n - 1);
#else
        return n + ";" + Recurse(n - 1);
#endif
    }

    public string Null(Members? other)
    {
        try
        {
#if V2
            return "v2" + other!.Recurse(0);
#else
            return "v1" + other!.Recurse(0);
#endif
        }
        catch (NullReferenceException)
        {
            return "null" + start;
        }
    }

    public static void Run(TextWriter output)
    {
        var members = new Members(3);
        IGreeter greeter = members;
        output.WriteLine(greeter.Greet("x") + greeter.Default(2));
        members.Text = "AbC";
        output.WriteLine(members.Text);
        locks = 0;
        members.Changed += () => { };
        output.WriteLine(locks);
        output.WriteLine(members.Locked(1));
        output.WriteLine((string)members + (string)new Members());
        output.WriteLine(members.Recurse(3) + members.Null(null));
        using (members)
            output.WriteLine("using");
        output.WriteLine(members.Text);
    }
}
