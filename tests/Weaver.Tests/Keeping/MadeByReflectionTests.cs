using HotWeave.Weaver.Tests.Harness;
using Xunit;
using static HotWeave.Weaver.Tests.Harness.EditCase;

namespace HotWeave.Weaver.Tests.Keeping;

/// <summary>Objects that reflection makes are made with the deployed constructors, whatever the new build has.</summary>
public class MadeByReflectionTests
{
    private const string Before = "class T { public T(object a) { } public int F() { LONG } }";
    private const string After = "class T { readonly object b; public T(object a, object b) { this.b = b; } public int F() { LONG + b.GetHashCode() * 0 } }";

    [Theory]
    [InlineData(Before, After)]
    [InlineData("class T { public int F() { LONG } }", After)]
    [InlineData("class T { public T(object a) { } internal T() : this(null) { } public int F() { LONG } }", After)]
    public void HW3314_objects_that_go_on_being_made_as_deployed_are_named(string before, string after)
    {
        var (result, written) = Make(before, after);
        Assert.True(written, string.Join("\n", result.Diagnostics));
        Assert.Equal("T", Assert.Single(result.Diagnostics, static d => d.Id == "HW3314").Member);
        Assert.Equal(PatchVerdict.LiveRestAtNextStart, result.Verdict);
        Assert.False(Make(before, after, isStrict: true).Written);
    }

    [Theory]
    // The new build has the constructor too.
    [InlineData(Before, "class T { readonly object b; public T(object a) { b = a.ToString(); } public T(object a, object b) { this.b = b; } public int F() { LONG + b.GetHashCode() * 0 } }")]
    // Code makes the objects, and makes them with another constructor now.
    [InlineData("class T { internal T(object a) { } public static T M(object a) => new T(a); public int F() { LONG } }",
        "class T { readonly object b; internal T(object a, object b) { this.b = b; } public static T M(object a) => new T(a, a); public int F() { LONG + b.GetHashCode() * 0 } }")]
    public void Objects_that_new_constructors_make_are_not(string before, string after)
    {
        var (result, written) = Make(before, after);
        Assert.True(written, string.Join("\n", result.Diagnostics));
        Assert.Contains(result.Diagnostics, static d => d.Id == "HW3310");
        Assert.DoesNotContain(result.Diagnostics, static d => d.Id == "HW3314");
    }

    [Theory]
    [InlineData(Before, After)]
    [InlineData("class T { public int F() { LONG } }", "class T(System.IServiceProvider p, System.Collections.IEnumerable b) { public int F() { LONG + b.GetHashCode() * 0 } }")]
    public void HW3315_what_dependency_injection_would_give_is_taken_from_services(string before, string after)
    {
        var (result, written) = Make(before, after.Replace("object b", "System.IFormatProvider b", StringComparison.Ordinal), takesServices: true);
        Assert.True(written, string.Join("\n", result.Diagnostics));
        Assert.Single(result.Diagnostics, static d => d.Id == "HW3315");
        Assert.DoesNotContain(result.Diagnostics, static d => d.Id is "HW3310" or "HW3314");
    }

    [Theory]
    // What is no service.
    [InlineData(Before, "class T { readonly object b; public T(object a, object b) { this.b = b; } public int F() { LONG + b.GetHashCode() * 0 } }")]
    [InlineData(Before, "class T { readonly object b; public T(object a, string b) { this.b = b; } public int F() { LONG + b.GetHashCode() * 0 } }")]
    [InlineData(Before, "class T { readonly object b; public T(object a, System.Action b) { this.b = b; } public int F() { LONG + b.GetHashCode() * 0 } }")]
    [InlineData(Before, "class T { readonly object b; public T(object a, int b) { this.b = b; } public int F() { LONG + b.GetHashCode() * 0 } }")]
    [InlineData(Before, "class T { readonly object b; public T(object a, System.IServiceProvider b) { this.b = b; } public int F() { LONG + b.GetHashCode() * 0 } }")]
    // What the deployed constructor has not kept.
    [InlineData(Before, "class T { readonly object b; public T(object a, System.IFormatProvider p) { b = a; } public int F() { LONG + b.GetHashCode() * 0 } }")]
    // Two constructors: nobody knows which.
    [InlineData(Before, "class T { readonly object b; public T(object a, System.IFormatProvider b) { this.b = b; } public T(System.IFormatProvider b) { this.b = b; } public int F() { LONG + b.GetHashCode() * 0 } }")]
    // Code makes the objects.
    [InlineData("class T { internal T(object a) { } public static T M(object a) => new T(a); public int F() { LONG } }",
        "class T { readonly object b; internal T(object a, System.IFormatProvider b) { this.b = b; } public static T M(object a) => new T(a, a as System.IFormatProvider); public int F() { LONG + b.GetHashCode() * 0 } }")]
    [InlineData("class T { public T(object a) { } public int F() { LONG } } class U : T { public U(object a) : base(a) { } }",
        "class T { readonly object b; public T(object a, System.IFormatProvider b) { this.b = b; } public int F() { LONG + b.GetHashCode() * 0 } } class U : T { public U(object a, System.IFormatProvider b) : base(a, b) { } }")]
    public void What_dependency_injection_might_not_give_is_not(string before, string after)
    {
        var (result, _) = Make(before, after, takesServices: true);
        Assert.DoesNotContain(result.Diagnostics, static d => d.Id == "HW3315");
        Assert.Contains(result.Diagnostics, static d => d.Id is "HW3310" or "HW3022");
    }
}
