using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Tests.Harness;
using Xunit;

namespace HotWeave.Weaver.Tests.Anew;

/// <summary>Types whose shape changed, as new types for new code; and what keeps a type from being one.</summary>
[Collection("swaps")]
public class MadeAnewTests
{
    [Theory]
    [InlineData(Configuration.Debug)]
    [InlineData(Configuration.Release)]
    public void Each_is_named_with_what_goes_along(Configuration configuration)
    {
        using var @case = new SwapCase("MadeAnew", configuration);
        var (result, _) = @case.MakePatch(@case.Plain2);
        Assert.Equal(
            ["Box", "Cursor", "Rule", "Token/Word", "Units"],
            result.Diagnostics.Where(static d => d.Id == "HW3330").Select(static d => d.Member!).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(result.Diagnostics, static d => d.Message.Contains("anew", StringComparison.Ordinal));
        Assert.DoesNotContain(result.Edits, static e => (e.Type + e.Member).Contains("$anew", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("HW3001", "class C { S held; int F(S s) { LONG } }", "C.held keeps them")]
    [InlineData("HW3001", "class C { System.Collections.Generic.List<S> held = new(); int F(S s) { LONG } }", "C.held keeps them")]
    [InlineData("HW3001", "class C { object held = \"\"; void Keep(S s) { held = s; } }", "C.Keep(S) takes S for System.Object")]
    [InlineData("HW3001", "class C { object held = \"\"; void Keep(S s) { held = new[] { s }; } }", "C.Keep(S) takes S[] for System.Object")]
    [InlineData("HW3001", "class C { object held = \"\"; S Find() { return (S)held; } }", "C.Find() finds them by their type (unbox.any)")]
    [InlineData("HW3001", "class C { S Find(System.Collections.Generic.IEnumerable<object> all) { foreach (var s in System.Linq.Enumerable.OfType<S>(all)) return s; return default; } }", "finds them by their type (call")]
    [InlineData("HW3001", "class K<T> { public static int Count; } class C { int F(S s) { return K<S>.Count + System.Environment.TickCount; } }", "finds them by their type (ldsfld)")]
    [InlineData("HW3001", "class C { string F(S s) { return typeof(S).Name + System.Environment.TickCount; } }", "finds them by their type (ldtoken)")]
    [InlineData("HW3001", "[System.Diagnostics.DebuggerTypeProxy(typeof(S))] class C { int F(S s) { LONG } }", "an attribute of C names it")]
    [InlineData("HW3001", "class C { async System.Threading.Tasks.Task F() { while (true) { var s = new S(); await System.Threading.Tasks.Task.Delay(s.A); } } }", "that is under way goes on with them")]
    [InlineData("HW3001", "class C { object F(bool b, S[] a, string[] t) { object o = b ? a : t; return o; } }", "C.F(Boolean,S[],String[]) takes S[] for")]
    public void A_struct_that_something_may_keep_keeps_its_shape(string code, string users, string obstacle)
    {
        var (result, written) = EditCase.Make("struct S { public int A; } " + users, "struct S { public int A; public int B; } " + users);
        Assert.False(written);
        Assert.Contains(result.Diagnostics, d => d.Id == code);
        var said = Assert.Single(result.Diagnostics, static d => d.Id == "HW3331");
        Assert.Contains(obstacle, said.Message, StringComparison.Ordinal);
        Assert.Equal(DiagnosticSeverity.Info, said.Severity);
    }

    [Theory]
    [InlineData("class C { T held; void Keep() { held = new T(1); } int F() { return held.G() + System.Environment.TickCount; } }")]
    [InlineData("class C { int F(object o) { return o is T t ? t.G() : System.Environment.TickCount; } int H() { return F(new T(1)); } }")]
    [InlineData("class C { int F(T[] all) { return all[0].G() + System.Environment.TickCount; } object H() { return new T(1); } }")]
    public void A_class_whose_objects_may_live_on_keeps_its_shape(string users)
    {
        const string Before = "sealed class T { readonly string text; internal T(int n) { text = new string('a', n); } internal int G() { return text.Length + System.Environment.TickCount; } }";
        const string After = "sealed class T { readonly int k; internal T(int n) { k = n; } internal int G() { return k + System.Environment.TickCount; } internal static int Sum(T[] all) { return all[0].k; } }";
        var (result, written) = EditCase.Make($"{Before} {users}", $"{After} {users} class More {{ int Sum(T[] all) {{ return T.Sum(all); }} }}");
        Assert.DoesNotContain(result.Diagnostics, static d => d.Id == "HW3330");
        Assert.Contains(result.Diagnostics, static d => d.Id is "HW3022" or "HW3310");
        Assert.Equal(result.Diagnostics.All(static d => d.Id != "HW3022"), written);
    }

    [Theory]
    [InlineData("HW3001", "public struct T { public int A; }", "public struct T { public int A, B; }", "code of other assemblies can name T")]
    [InlineData("HW3001", "struct T { public int A; public static int Made; }", "struct T { public int A, B; public static int Made; }", "T.Made keeps what it holds")]
    [InlineData("HW3001", "struct T<X> { public int A; static readonly System.Globalization.NumberFormatInfo s_f = new(); public void Set(string s) { s_f.NumberDecimalSeparator = s; } public string Say(X x) { return string.Format(s_f, s_f.NumberDecimalSeparator, x, A); } }", "struct T<X> { public int A, B; static readonly System.Globalization.NumberFormatInfo s_f = new(); public void Set(string s) { s_f.NumberDecimalSeparator = s; } public string Say(X x) { return string.Format(s_f, s_f.NumberDecimalSeparator, x, A); } }", "T`1.s_f keeps what it holds")]
    [InlineData("HW3005", "class T : System.Exception { }", "class T : System.ArgumentException { }", "T is an exception")]
    [InlineData("HW3005", "class T : System.Attribute { }", "class T : System.ComponentModel.DescriptionAttribute { }", "T is an attribute")]
    [InlineData("HW3005", "class B { } class T { int F() { LONG } }", "class B { } class T : B { int F() { LONG } }", "objects of T may be made by others")]
    [InlineData("HW3001", "interface I { } struct T { public int A; } class H : I { T held; int F() { LONG } } class C { int F() { return new H().GetHashCode() + System.Environment.TickCount; } }", "interface I { } struct T { public int A, B; } class H : I { T held; int F() { LONG } } class C { int F() { return new H().GetHashCode() + System.Environment.TickCount; } }", "H.held keeps them")]
    [InlineData("HW3007", "interface T { }", "class T { }", "")]
    [InlineData("HW3015", "delegate void T(); class C { event T E; void F() { E?.Invoke(); } }", "delegate void T(int a); class C { event T E; void F() { E?.Invoke(1); } }", "C.E keeps them")]
    [InlineData("HW3035", "static class T { public static int Get() => System.Environment.TickCount; } public class C { public System.Func<int> F() { System.Console.WriteLine(); return T.Get; } }", "class T { public static int Get() => System.Environment.TickCount; } public class C { public System.Func<int> F() { System.Console.WriteLine(new T()); return T.Get; } }", "makes a delegate of T.Get(), which may be kept")]
    [InlineData("HW3005", "class B { } class T { int F() { LONG } } class C { object G() { return new T(); } }", "class B { } class T : B { int F() { LONG } } class C { object G() { return new T(); } }", "C.G() takes T for System.Object")]
    public void So_does_what_others_know(string code, string before, string after, string obstacle)
    {
        var (result, written) = EditCase.Make(before, after);
        Assert.False(written, string.Join("\n", result.Diagnostics));
        Assert.Contains(result.Diagnostics, d => d.Id == code);
        if (obstacle.Length > 0)
            Assert.Contains(obstacle, Assert.Single(result.Diagnostics, static d => d.Id == "HW3331").Message, StringComparison.Ordinal);
    }
}
