using System;
using System.Reflection;

// Code that asks who it is.
public class Who : ICloneable
{
    public string? Name { get; set; }

#if V2
    private int _asked = 1;
#endif

    public string Ask()
    {
#if V2
        _asked++;
        var frame = new System.Diagnostics.StackTrace(true);
        return Assembly.GetExecutingAssembly() + Type.GetType("Who")!.Name + MethodBase.GetCurrentMethod()!.Name + typeof(New).Assembly + frame;
#else
        return Assembly.GetExecutingAssembly().FullName!;
#endif
    }

    public object Clone() =>
#if V2
        MemberwiseClone() ?? throw new InvalidOperationException();
#else
        MemberwiseClone();
#endif
}

#if V2
public sealed class New
{
    public object Make(dynamic n) => n.Length;
}
#endif
