using System;
using System.Collections.Generic;
using System.IO;

#if V2
public enum Grade { Low, High, Highest }
#else
public enum Grade { Low, High }
#endif

public static class Handlers
{
    public static readonly Dictionary<string, Func<int, string>> Table = new()
    {
#if V2
        ["double"] = static n => "v2:" + n * 4,
#else
        ["double"] = static n => "v1:" + n * 2,
#endif
        ["name"] = static n => ((Grade)n).ToString(),
    };

    public static Grade Next(Grade grade)
    {
#if V2
        return grade switch { Grade.Low => Grade.High, Grade.High => Grade.Highest, _ => grade };
#else
        return grade switch { Grade.Low => Grade.High, _ => grade };
#endif
    }
}

public static class StaticLambdas
{
    private static Func<int, string> _kept = null!;

    public static void Prepare() => _kept = Handlers.Table["double"];

    public static void Run(TextWriter output)
    {
        output.Write(_kept(3) + Handlers.Table["double"](4) + Handlers.Table["name"](1));
        output.Write((int)Handlers.Next(Handlers.Next(Grade.Low)));
    }
}
