using HotWeave.Weaver.Tests.Harness;
using Xunit;

namespace HotWeave.Weaver.Tests;

/// <summary>Reflection shows a woven assembly as it shows the unwoven one: names, signatures, layouts, defaults, marshalling, attributes.</summary>
public class ReflectionTests
{
    public static TheoryData<string> Cases() => [.. CaseText.CSharp];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Reflection_sees_no_difference(string name)
    {
        using var directory = new TestDirectory();
        var plain = Compiler.CSharp(directory, name, CaseText.Source(name + ".cs"), Configuration.Release);
        var woven = Weaving.All(plain, directory.Sub("woven"), SmallMethods.Export);
        Assert.Equal(ReflectionText.Of(Loaded.From(plain).Assembly), ReflectionText.Of(Loaded.From(woven).Assembly));
    }
}
