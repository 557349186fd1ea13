using System;
using System.IO;

// Names of types that are kept elsewhere: of those that the patch adds they are those of the patch's assembly.
public static class Jobs
{
#if V2
    public static string Name() => string.Join("", typeof(Cleaner).AssemblyQualifiedName);

    public static string Own() => string.Join("", typeof(Mailer).AssemblyQualifiedName);
#else
    public static string Name() => string.Join("", typeof(Mailer).AssemblyQualifiedName);

    public static string Own() => string.Join("", typeof(Mailer).FullName);
#endif
}

public class Mailer;

#if V2
public class Cleaner
{
    public void Clean() => Console.Error.Write("");
}
#endif

public static class Case
{
    public static void Run(TextWriter output)
    {
        var (name, own) = (Jobs.Name(), Jobs.Own());
        output.WriteLine($"{name.Split(',')[0]} {IsOfThisAssembly(name)}, {own.Split(',')[0]} {IsOfThisAssembly(own)}");
    }

    private static bool IsOfThisAssembly(string name) => !name.Contains(',') || name.EndsWith(", " + typeof(Case).Assembly.FullName, StringComparison.Ordinal);
}
