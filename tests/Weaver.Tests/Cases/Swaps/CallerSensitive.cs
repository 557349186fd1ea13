using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;

// Calls of the framework that look at the assembly, or the method, of the calling code.
public class Looked
{
    public int N = 1;
    private readonly MethodBase made;
    public Looked()
    {
        made = MethodBase.GetCurrentMethod()!;
#if V2
        N = 2;
#endif
    }

    public string Made() { return made.Name + (made.DeclaringType == typeof(Looked)) + (made is ConstructorInfo) + N; }
    public sealed class Inner;
}

public class Typed<T>
{
    public string Current<U>(U with)
    {
        var current = MethodBase.GetCurrentMethod()!;
#if V2
        return "two" + current.Name + current.IsGenericMethodDefinition + current.DeclaringType!.IsGenericTypeDefinition + (current.DeclaringType == typeof(Typed<>)) + with;
#else
        return "one" + current.Name + current.IsGenericMethodDefinition + current.DeclaringType!.IsGenericTypeDefinition + (current.DeclaringType == typeof(Typed<>)) + with;
#endif
    }

    public bool Finds() { return Type.GetType("Looked") == typeof(Looked) && Type.GetType("Typed`1") == typeof(Typed<>); }
}

#if V2
internal class Fresh
{
    public static string Show() =>
        "" + (Assembly.GetExecutingAssembly() == typeof(Looked).Assembly) + (typeof(Fresh).Assembly == typeof(Looked).Assembly) + (Assembly.GetAssembly(typeof(Fresh)) == typeof(Looked).Assembly)
        + (Type.GetType("Looked") == typeof(Looked)) + (Type.GetType("Fresh") == typeof(Fresh)) + (Assembly.Load(typeof(Looked).Assembly.FullName!) == typeof(Looked).Assembly);
}
#endif

public static class CallerSensitive
{
#if V2
    private const int N = 2;
#else
    private const int N = 1;
#endif

    public static void Run(TextWriter output)
    {
        output.WriteLine(Names() + N);
        output.WriteLine(Resolvers() + N);
        output.WriteLine(Assemblies() + N);
        output.WriteLine(Made() + N);
        output.WriteLine(Methods(N));
        output.WriteLine(new Looked().Made() + new Typed<int>().Current("with") + new Typed<string>().Finds());
#if V2
        output.WriteLine(Fresh.Show() + (Type.GetType("Fresh") == typeof(Fresh)));
#endif
    }

    private static string Names()
    {
        var own = typeof(Looked).Assembly.GetName().Name;
        Type?[] types =
        [
            Type.GetType("Looked"), Type.GetType("Looked+Inner"), Type.GetType("looked", false, true), Type.GetType($"Looked, {own}"), Type.GetType("System.String"),
            Type.GetType("System.Collections.Generic.List`1[[Looked]]"), Type.GetType($"System.Collections.Generic.List`1[[Looked, {own}]]"), Type.GetType("Looked[]"), Type.GetType("Missing"),
            Type.GetType("Looked, Missing", false), Type.GetType("System.Linq.Enumerable, System.Linq"), new List<string> { "Looked" }.Select(static n => Type.GetType(n)).First(),
        ];
        return string.Join(";", types.Select(static t => t is null ? "none" : t.ToString() + (t == typeof(Looked)))) + Thrown(() => Type.GetType("Missing", true)) + Thrown(() => Type.GetType("A, Missing", true)) + N;
    }

    private static string Resolvers()
    {
        var asked = new List<string>();
        var first = Type.GetType("Looked, Other", name => { asked.Add(name.Name!); return typeof(Looked).Assembly; }, null);
        var second = Type.GetType("Looked", null, (assembly, name, ignoreCase) => { asked.Add(name + (assembly is null)); return typeof(Looked); }, true);
        var third = Type.GetType("Looked", null, null, true, false);
        return string.Join(",", asked) + (first == typeof(Looked)) + (second == typeof(Looked)) + (third == typeof(Looked)) + N;
    }

    private static string Assemblies()
    {
        var own = typeof(CallerSensitive).Assembly;
        return "" + (Assembly.GetExecutingAssembly() == own) + (Assembly.Load(own.GetName().Name!) == own) + (Assembly.Load(new AssemblyName(own.FullName!)) == own)
            + Thrown(() => Assembly.Load("Missing")) + (Assembly.Load("System.Linq") == typeof(Enumerable).Assembly) + N;
    }

    private static string Made()
    {
        var own = typeof(CallerSensitive).Assembly.FullName!;
        var looked = (Looked)Activator.CreateInstance(null!, "Looked")!.Unwrap()!;
        var named = Activator.CreateInstance(own, "Looked", null)!.Unwrap();
        var private_ = Activator.CreateInstance(own, "LOOKED", true, BindingFlags.Instance | BindingFlags.Public, null, [], null, null)!.Unwrap();
        return looked.N + "" + (named is Looked) + (private_ is Looked) + Thrown(() => Activator.CreateInstance(null!, "Missing")) + N;
    }

    private static string Methods(int n)
    {
        var here = MethodBase.GetCurrentMethod()!;
        Func<MethodBase?> lambda = () => n > 0 ? MethodBase.GetCurrentMethod() : null;
        return here.Name + (here.DeclaringType == typeof(CallerSensitive)) + here.GetParameters().Length + lambda()!.Name.Contains("Methods") + n;
    }

    private static string Thrown(Action action)
    {
        try { action(); return "nothing"; }
        catch (Exception e) { return e.GetType().Name; }
    }
}
