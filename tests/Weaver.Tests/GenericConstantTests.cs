using HotWeave.Weaver.Tests.Harness;
using Xunit;

namespace HotWeave.Weaver.Tests;

/// <summary>Default values of parameters of generic types, as delegates have them that the compiler makes, are what they were.</summary>
public sealed class GenericConstantTests : IDisposable
{
    private readonly TestDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("(int a = 3, string? s = \"x\", long l = -5, bool b = true, double d = 0.5, char c = 'c') => a")]
    [InlineData("(byte a = 200, sbyte b = -1, short c = -2, ushort d = 3, uint e = 4, ulong f = 5, float g = 6) => a")]
    [InlineData("(string? s = null, int? n = null, int? m = 7, System.DayOfWeek day = System.DayOfWeek.Friday, int last = 1) => s")]
    [InlineData("Lib.Outside.Method")] // whose constants this assembly does not have
    public void Delegates_of_lambdas_and_methods(string function)
    {
        var library = Compiler.CSharp(
            _directory, "Lib", "namespace Lib; public static class Outside { public static int Method(int a = 41, string s = \"far\", long l = 42) => a; }", Configuration.Release);
        var source = $$"""
            public static class Case
            {
                public static void Run(System.IO.TextWriter output)
                {
                    var function = {{function}};
                    foreach (var p in function.GetType().GetMethod("Invoke")!.GetParameters())
                        output.WriteLine($"{p.Name} {p.HasDefaultValue} {p.RawDefaultValue ?? "null"} {p.RawDefaultValue?.GetType()}");
                }
            }
            """;
        var plain = Compiler.CSharp(_directory, "Constants", source, Configuration.Release, references: library);
        var woven = _directory.Sub("woven");
        File.Copy(library, woven.File("Lib.dll"));
        var expected = Loaded.From(plain).Run("Case");
        Assert.DoesNotContain("left by", expected, StringComparison.Ordinal);
        Assert.Equal(expected, Loaded.From(Weaving.All(plain, woven)).Run("Case"));
    }
}
