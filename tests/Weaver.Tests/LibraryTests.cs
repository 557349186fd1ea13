using System.Reflection;
using HotWeave.Weaver.Tests.Harness;
using Xunit;

namespace HotWeave.Weaver.Tests;

/// <summary>A library that many use, as its package has it, woven whole.</summary>
public class LibraryTests
{
    private const double LargestGrowth = 1.4;

    [Theory]
    [InlineData("net6.0", SmallMethods.Leave)]
    [InlineData("net6.0", SmallMethods.Export)]
    [InlineData("netstandard2.0", SmallMethods.Leave)]
    public void Newtonsoft_Json_compiles_and_works_woven_whole(string framework, SmallMethods smallMethods)
    {
        using var directory = new TestDirectory();
        var library = Path.Combine(Package, "lib", framework, "Newtonsoft.Json.dll");
        var plain = directory.Sub("plain");
        var woven = directory.Sub("woven");
        var plainLibrary = plain.File("Newtonsoft.Json.dll");
        File.Copy(library, plainLibrary);
        var wovenLibrary = Weaving.All(library, woven, smallMethods);

        var growth = new FileInfo(wovenLibrary).Length / (double)new FileInfo(library).Length;
        Assert.True(growth <= LargestGrowth, $"the file grew to {growth:F2} of its size");
        var (compiled, failures) = JitSweep.Run(Loaded.From(wovenLibrary).Assembly);
        Assert.True(compiled > 4000, $"only {compiled} methods were compiled");
        Assert.True(failures.Count == 0, string.Join("\n", failures));

        var program = Compiler.CSharp(plain, "JsonWorkload", CaseText.Source("Libraries/JsonWorkload.cs"), Configuration.Release, references: plainLibrary);
        File.Copy(program, woven.File("JsonWorkload.dll"));
        var expected = Loaded.From(program).Run("JsonWorkload");
        Assert.DoesNotContain("left by", expected, StringComparison.Ordinal);
        Assert.Equal(expected, Loaded.From(woven.File("JsonWorkload.dll")).Run("JsonWorkload"));
    }

    private static string Package =>
        typeof(LibraryTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "NewtonsoftJson").Value!;
}
