using System;
using System.Collections.Generic;
using System.IO;
using System.Linq.Expressions;

public class S
{
    private int _n;

    public S()
    {
    }

    public S(int n)
    {
#if V2
        _n = 20;
#else
        _n = 10;
#endif
    }

#if V2
    public int Property => 20;
#else
    public int Property => 10;
#endif

#if V2
    public static S operator +(S a, S b) => new() { _n = 20 };
#else
    public static S operator +(S a, S b) => new() { _n = 10 };
#endif

    public static implicit operator int(S s) => s._n;

#if V2
    public static int Rate() => 20;
#else
    public static int Rate() => 10;
#endif

#if V2
    public override string ToString() => "v2";
#else
    public override string ToString() => "v1";
#endif

#if V2
    internal string Own() => "v2";
#else
    internal string Own() => "v1";
#endif
}

public struct V
{
    public int X;

#if V2
    public int Get() => X + 20;
#else
    public int Get() => X + 10;
#endif
}

public static class E
{
#if V2
    public static int Extended(this int i) => i + 20;
#else
    public static int Extended(this int i) => i + 10;
#endif
}

public class G<T>
{
#if V2
    public int Size() => 20;
#else
    public int Size() => 10;
#endif
}

public static class F
{
    public static IEnumerable<int> Endless()
    {
        while (true)
            yield return S.Rate();
    }
}

public static class Case
{
    private static readonly IEnumerator<int> s_running = F.Endless().GetEnumerator();

    public static void Run(TextWriter output)
    {
        s_running.MoveNext();
        output.WriteLine("iterator that runs " + s_running.Current);
        var byName = (Func<int>)Delegate.CreateDelegate(typeof(Func<int>), typeof(S), "Rate");
        output.WriteLine($"reflection {typeof(S).GetMethod("Rate")!.Invoke(null, null)} {typeof(S).GetProperty("Property")!.GetValue(new S())} {byName()}");
        output.WriteLine("expression " + Expression.Lambda<Func<int>>(Expression.Call(typeof(S), "Rate", null)).Compile()());
        dynamic s = new S();
        output.WriteLine("dynamic " + s.Property);
        output.WriteLine("activator " + (int)(S)Activator.CreateInstance(typeof(S), 1)!);
        output.WriteLine($"direct {S.Rate()} {new V { X = 1 }.Get()} {3.Extended()} {new G<int>().Size()} {(int)(new S() + new S())} {new S()} {new S().Own()}");
        object v = new V { X = 2 };
        output.WriteLine("boxed " + v.GetType().GetMethod("Get")!.Invoke(v, null));
    }
}
