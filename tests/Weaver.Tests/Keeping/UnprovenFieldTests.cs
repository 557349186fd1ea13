using HotWeave.Weaver.Tests.Harness;
using Xunit;
using static HotWeave.Weaver.Tests.Harness.EditCase;

namespace HotWeave.Weaver.Tests.Keeping;

/// <summary>What the builds do not say for all objects is no value; those that exist keep the deployed code.</summary>
public class UnprovenFieldTests
{
    [Theory]
    [InlineData("class T { int F() { LONG } }", "class T { object o; public T(object o) { this.o = o; } public object G() => o; int F() { LONG + 1 } }")]
    [InlineData("class T { public T(int n) { } int F() { LONG } }", "class T { public int P { get; set; } public T(int n) { P = n; } int F() { LONG + P } }")]
    [InlineData("class T { public T(int n) { } int F() { LONG } }", "class T { int o; public T(int n) { Set(n); } void Set(int n) { o = n; } int F() { LONG + o } }")]
    [InlineData("class T { public T() { } static T M() => new T(); public int F() { LONG + M().F() } }", "class T { int o; public T() { } public T(int n) { o = n; } static T M() => new T(2); public int F() { LONG + M().F() + o } }")]
    [InlineData("class T { int k; public T(int n) { k = n; } public int F() { k++; LONG } }", "class T { int k; int o; public T(int n) { k = n; o = n + 1; } public int F() { k++; LONG + o } }")]
    [InlineData("class T { readonly int k; public T(int n) { k = n; } public T(string s) { } public int F() { LONG + k } }", "class T { readonly int k; int o; public T(int n) { k = n; o = n + 1; } public T(string s) { o = s.Length; } public int F() { LONG + o + k } }")]
    [InlineData("class T { public T(int n) { } public int F() { LONG } }", "class T { int o; public T(int n) { if (n > 1) o = 3; } public int F() { LONG + o } }")]
    [InlineData("class T { public T(string s) { } int F() { LONG } }", "class T(string s) { int o = s.Length; public int G() => o; int F() { LONG + 1 } }")]
    [InlineData("class T { public T(int n) { } public T() { } int F() { LONG } }", "class T { int o; public T(int n) { o = 1; } public T() { o = 2; } public int G() => o; int F() { LONG + 1 } }")]
    [InlineData("public class T { public T(int n) { } public static T M() => new T(1); public int F() { LONG } }", "public class T { int o; public T(int n, int m) { o = m; } public static T M() => new T(1, 2); public int F() { LONG + o } }")]
    [InlineData("class T { T(int n) { } static T A() => new T(1); static T B() => new T(2); public int F() { LONG } }", "class T { int o; T(int n, int m) { o = m; } static T A() => new T(1, 1); static T B() => new T(2, 2); public int F() { LONG + o } }")]
    [InlineData("class T { T(int n) { } static T A() => new T(1); static T B() => new T(2); public int F() { LONG } }", "class T { int o; T(int n, int m) { o = m; } static T A() => new T(1, 1); public int F() { LONG + o } }")]
    [InlineData("class T { T() { } public int F() { LONG } }", "class T { int o; T(int m) { o = m; } static T A() => new T(1); public int F() { LONG + o } }")]
    public void A_value_that_is_not_proven_leaves_objects_the_deployed_code(string before, string after)
    {
        var (result, written) = Make(before, after);
        Assert.True(written, string.Join("\n", result.Diagnostics));
        Assert.Equal("T", Assert.Single(result.Diagnostics, static d => d.Id == "HW3310").Member);
        Assert.DoesNotContain(result.Diagnostics, static d => d.Id == "HW3243");
    }
}
