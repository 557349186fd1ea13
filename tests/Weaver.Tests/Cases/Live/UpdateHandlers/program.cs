using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection.Metadata;

[assembly: MetadataUpdateHandler(typeof(First))]
[assembly: MetadataUpdateHandler(typeof(Second))]

// Handlers of metadata updates get the types that changed and those that the patch adds, which are of another assembly; all caches are cleared first.
internal static class Log
{
    public static List<string> Lines { get; } = [];

    public static void Add(string by, Type[]? types) => Lines.Add(by + ":" + (types is null ? "null" : string.Join("+", types.Select(NameOf).Order(StringComparer.Ordinal))));

    private static string NameOf(Type type) => type.Name + (type.Assembly == typeof(Log).Assembly ? "" : "*");
}

internal class First
{
    internal static void ClearCache(Type[]? types) => Log.Add("1.clear", types);

    internal static void UpdateApplication(Type[]? types) => Log.Add("1.update " + typeof(Cached).Name + Cached.Tag(), types);
}

internal static class Second
{
    public static void ClearCache(Type[]? types) => Log.Add("2.clear", types);

    private static void UpdateApplication(Type[]? types)
    {
        Log.Add("2.update", types);
        throw new InvalidOperationException("handler fails");
    }
}

#if V2
internal class Added
{
    public int X { get; } = 3;
}

internal class Cached
{
    public static string Tag() => string.Concat("v2", new Added().X);
}
#else
internal class Cached
{
    public static string Tag() => string.Concat("v", 1);
}
#endif

internal class Other
{
    public static string Tag() => string.Concat("v", 1);
}

public static class Case
{
    public static void Run(TextWriter output)
    {
        Log.Lines.ForEach(output.WriteLine);
        Log.Lines.Clear();
        output.WriteLine(Cached.Tag() + Other.Tag());
    }
}
