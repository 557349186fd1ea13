using HotWeave.Weaver.Analysis.Patching.Raw;
using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;
using HotWeave.Weaver.Normalising;
using HotWeave.Weaver.Reading.Patching;
using HotWeave.Weaver.Tests.Harness;
using Xunit;

namespace HotWeave.Weaver.Tests.Rules;

/// <summary>Which types count as the same in both builds without a look at anything but their rows.</summary>
public sealed class UntouchedTypesTests
{
    private const string Source = """
        using System;
        using System.Collections.Generic;
        public interface IThing { int Do(int a = 1); }
        public interface IOther { }
        public enum Kind { One = 1, Two = 2 }
        public class Above { public virtual int Depth => 1; }
        public class Edited : Above, IThing
        {
            public const int Size = 3;
            private int _field;
            private static string s_name = "name";
            [Obsolete("old")] public int Do(int a = 1) => a + Size + _field;
            public event Action Happened;
            public int Property { get; set; }
            public T Generic<T>(T item) where T : class => item;
            public Func<int, int> Lambda(int n) => x => x + n;
            public IEnumerable<int> Iterator() { yield return 1; }
            public override int Depth => 2;
            public void Raise() { try { Happened?.Invoke(); } catch (InvalidOperationException) { s_name = "failed"; } }
            public class Nested { public int Inner() => 4; }
        }
        public class Caller { public int Call(Edited edited) => edited.Property + edited.Lambda(2)(3); public object Object() => new { A = 2 }; }
        public class Still<T> where T : new() { public string Say(Kind kind) => kind switch { Kind.One => "one", _ => typeof(T).Name }; public IEnumerable<T> All() { yield return new T(); } }
        """;

    [Fact]
    public void Nothing_is_touched_that_was_only_built_again() => Assert.Empty(Touched("", ""));

    [Theory]
    [InlineData("a + Size", "a - Size")]
    [InlineData("Size = 3", "Size = 4")]
    [InlineData("\"old\"", "\"older\"")]
    [InlineData("[Obsolete(\"old\")] ", "")]
    [InlineData("int a = 1) =>", "int a = 2) =>")]
    [InlineData("Do(int a = 1) => a", "Do(int b = 1) => b")]
    [InlineData("int _field", "short _field")]
    [InlineData("private int _field", "protected int _field")]
    [InlineData("s_name = \"name\"", "s_name = \"nom\"")]
    [InlineData("Happened?.Invoke()", "Happened?.Invoke(null, null)", "event Action Happened", "event EventHandler Happened")]
    [InlineData("where T : class => item", "where T : class, new() => item")]
    [InlineData("x => x + n", "x => x * n")]
    [InlineData("yield return 1;", "yield return 2;")]
    [InlineData("catch (InvalidOperationException)", "catch (ArgumentException)")]
    [InlineData("Above, IThing", "Above, IThing, IOther")]
    [InlineData("Edited : Above, IThing", "Edited : IThing", "override int Depth", "virtual int Depth")]
    [InlineData("public override int Depth", "public sealed override int Depth")]
    [InlineData("Property { get; set; }", "Property { get; private set; }")]
    [InlineData("public class Edited", "public sealed class Edited")]
    [InlineData("Inner() => 4", "Inner() => 5")]
    [InlineData("public class Nested", "private class Nested")]
    [InlineData("private int _field;", "private int _field; public void Added() { }")]
    [InlineData("private int _field;", "private int _field; private class Added { }")]
    [InlineData("public void Raise()", "[System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)] public void Raise()")]
    public void An_edit_touches_the_type_that_it_is_in(string from, string to, string from2 = "", string to2 = "") =>
        Assert.Equal(["Edited"], Touched(from, to, from2, to2));

    [Fact]
    public void A_member_that_others_name_touches_them() => Assert.Equal(["Caller", "Edited"], Touched("int Property", "long Property", "edited.Property", "(int)edited.Property"));

    [Fact]
    public void A_type_that_cannot_be_itself_any_more_touches_whoever_names_it() =>
        Assert.Equal(["Still`1"], Touched("public enum Kind { One = 1, Two = 2 }", "public struct Kind { public static Kind One => default; public static bool operator ==(Kind a, Kind b) => true; public static bool operator !=(Kind a, Kind b) => false; }", "kind switch { Kind.One => \"one\", _ => typeof(T).Name }", "kind == Kind.One ? \"one\" : typeof(T).Name").Except(["Kind"]));

    [Fact]
    public void An_anonymous_type_that_took_the_number_of_another_touches_whoever_makes_it()
    {
        var touched = Touched("public int Do(int a = 1) => a", "public object First() => new { B = 1 }; public int Do(int a = 1) => a");
        Assert.Contains("Caller", touched);
        Assert.DoesNotContain("Still`1", touched);
    }

    private static List<string> Touched(string from, string to, string from2 = "", string to2 = "")
    {
        using var plain = new TestDirectory();
        using var woven = new TestDirectory();
        using var built = new TestDirectory();
        var deployed = Weaving.All(Compiler.CSharp(plain, "Edits", Source, Configuration.Release), woven);
        var @new = Compiler.CSharp(built, "Edits", Replace(Replace(Source, from, to), from2, to2), Configuration.Release);
        using var inputs = PatchInputs.Read(new PatchRequest { BaselinePath = deployed, NewPath = @new }, new DiagnosticSink())!;
        using var builds = NormalisedBuilds.Make(inputs)!;
        var pair = builds.Pairs.Single();
        return [.. pair.New.Types.Where(t => !pair.Untouched.Contains(t) && char.IsLetter(t.Name[0])).Select(static t => t.Name).OrderBy(static n => n, StringComparer.Ordinal)];
    }

    private static string Replace(string text, string from, string to)
    {
        Assert.Contains(from, text, StringComparison.Ordinal);
        return from.Length == 0 ? text : text.Replace(from, to, StringComparison.Ordinal);
    }
}
