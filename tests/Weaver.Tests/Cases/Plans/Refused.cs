using System;
using System.Collections.Generic;
using System.Linq.Expressions;
using System.Reflection;

// What no patch can carry, and what it says all the same.
public abstract class Base
{
    public virtual int Size() => 1 + GetHashCode();
}

public class Kept : Base
{
    public Kept(int n) => N = n;

    public int N { get; }

#if V2
    public Kept()
    {
    }

    private int Added() => N + 1;
#endif

    public object Ask()
    {
#if V2
        Expression<Func<int>> tree = () => Added();
        return tree;
#else
        return N + "asked";
#endif
    }

    public object Make<T>()
        where T : new() => new T();

    public object MakeOne() =>
#if V2
        Make<Kept>();
#else
        Make<object>();
#endif
}
