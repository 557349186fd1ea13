using System;
using System.Linq.Expressions;

// Expression trees over members that only the patch has.
public class Query
{
    public int Held { get; set; } = 1;

#if V2
    public int Extra { get; set; } = 2;

    private int _count = 3;

    public int Grow(int by) => Held + by;

    public Query(int extra) => Extra = extra;

    public Query()
    {
    }
#endif

    public object Build()
    {
#if V2
        Expression<Func<Query, int>> call = q => q.Grow(2) + q.Extra + q._count;
        Expression<Func<int, Query>> make = n => new Query(n) { Extra = n };
        return (call, make);
#else
        Expression<Func<Query, int>> call = q => q.Held;
        return call;
#endif
    }
}
