using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Tests.Harness;
using Xunit;

namespace HotWeave.Weaver.Tests;

/// <summary>Weaving whole assemblies so that patches can add overrides and interfaces, over bases that another assembly has fixed type arguments of.</summary>
public sealed class OpenWeavingTests : IDisposable
{
    private const string Library = """
        using System;
        using System.Collections.Generic;
        namespace Lib;
        public class Claim<K> { public class Inner<J> { } }
        public struct Pair<A, B> { public A First; public B Second; }
        public class User<K> { }
        public class Top<U, K, C>
        {
            public virtual C Make(U u, K k) => default!;
            public virtual C[] Array(C[,] c, C[][] d) => default!;
            public virtual Dictionary<K, List<C>> Nested(Func<U, Pair<K, C>> f) => default!;
            public virtual ref C ByReference(ref C c, in K k, out U u) { u = default!; return ref c; }
            public virtual M Method<M, N>(M m, N n, C c) where M : class, IEnumerable<C> where N : struct => m;
            public virtual Claim<K>.Inner<C> Inside(Claim<C>.Inner<K>? i) => default!;
            public virtual unsafe delegate*<C, K, void> Pointer(delegate*<K, C> p) => default;
            protected virtual C this[K k] { get => default!; set { } }
            protected internal virtual event Action<C>? Happened;
            public void Raise(C c) => Happened?.Invoke(c);
        }
        public class Middle<U, K> : Top<U, K, Claim<K>> where U : User<K> { }
        public class Low<U> : Middle<U, string> where U : User<string> { }
        public class Arrays<T> : Top<T[], Pair<T, int>, List<T[]>> { }
        public class Fixed : Top<int, Guid, DateTime?> { }
        """;

    private const string Program = """
        using System;
        using System.Collections.Generic;
        using System.IO;
        public class Db : Lib.Low<Lib.User<string>> { public int Other() { Console.Write(""); return 1; } }
        public class Open<T> : Lib.Arrays<T> { public T? Other(T t) { Console.Write(""); return t; } }
        public class Deep<T, V> : Open<Dictionary<T, V[]>> where T : notnull { public T Again(T t) { Console.Write(""); return t; } }
        public class Values : Lib.Fixed { public class Within<W> : Lib.Top<W, Values, W[]> { } }
        public struct Plain<T> { public T Value; public T Get() { Console.Write(""); return Value; } }
        public static class Case
        {
            public static void Run(TextWriter output)
            {
                output.WriteLine(new Db().Make(null!, "a") == null);
                output.WriteLine(new Open<int>().Array(null!, null!) == null);
                output.WriteLine(new Deep<string, int>().Nested(null!) == null);
                output.WriteLine(new Values().Make(1, Guid.Empty));
                output.WriteLine(new Values.Within<int>().Method<List<int[]>, int>(new List<int[]>(), 1, []).Count);
                output.WriteLine(new Plain<int> { Value = 1 }.ToString());
            }
        }
        """;

    private readonly TestDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(Configuration.Debug)]
    [InlineData(Configuration.Release)]
    public void Bases_from_outside_fix_type_arguments(Configuration configuration)
    {
        var library = Compiler.CSharp(_directory, "Lib", Library, configuration);
        var plain = Compiler.CSharp(_directory, "Open", Program, configuration, references: library);
        var woven = _directory.Sub("woven");
        File.Copy(library, woven.File("Lib.dll"));
        var result = AssemblyWeaver.Weave(new WeaveRequest
        {
            InputPath = plain,
            OutputPath = woven.File("Open.dll"),
            Selection = new WeaveSelection { All = true, Overrides = true, Interfaces = true },
        });
        Assert.True(result.Outcome == WeaveOutcome.Woven, string.Join("\n", result.Diagnostics.Where(static d => d.Severity == DiagnosticSeverity.Error)));

        var live = Loaded.From(woven.File("Open.dll"));
        var methods = live.Assembly.GetType("Db")!.GetMethods().Where(m => m.DeclaringType!.Name == "Db").Select(static m => m.Name);
        Assert.Superset(new HashSet<string> { "Make", "Array", "Nested", "ByReference", "Method", "Inside", "Pointer", "ToString" }, methods.ToHashSet());
        Assert.Empty(JitSweep.Run(live.Assembly).Failures);
        Assert.Equal(Loaded.From(plain).Run("Case"), live.Run("Case"));
    }
}
