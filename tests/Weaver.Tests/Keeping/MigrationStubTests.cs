using HotWeave.Weaver.Tests.Harness;
using HotWeave.Weaver.Writing.Stubs;
using Xunit;

namespace HotWeave.Weaver.Tests.Keeping;

/// <summary>The project that is written for fields without a value compiles as it stands, and is refused until a person has filled it in.</summary>
[Collection("swaps")]
public class MigrationStubTests
{
    private const string Library = """
        using System.Collections.Generic;
        namespace Stubbed
        {
        #if V2
            public class Order(Dictionary<string, int[]> lines)
            {
                public class Part { public int Size { get; } public Part(int size) { Size = size; } }
                public Dictionary<string, int[]> Lines => lines;
                public string Show() { return "2" + lines.Count + System.Environment.ProcessorCount * 0; }
            }
            internal class Secret { internal readonly Key key; public Secret(Key key) { this.key = key; } }
            internal class Key { public string Text = "line\nbreak"; public Key(string text) { Text = text; } }
            public class Box<T> { public T? Value { get; } public Box(T? value) { Value = value; } }
        #else
            public class Order(int lines)
            {
                private readonly int count = lines - lines;
                public class Part { public Part(int size) { System.GC.KeepAlive(size); } }
                public string Show() { return "1" + count + System.Environment.ProcessorCount * 0; }
            }
            internal class Secret { public Secret(Key key) { System.GC.KeepAlive(key); } }
            internal class Key { public string Text = "line\nbreak"; public Key(string text) { Text = text; } }
            public class Box<T> { public Box(T? value) { System.GC.KeepAlive(value); } }
        #endif
        }
        public static class StubbedOrders
        {
            private static readonly Stubbed.Order order = new(VALUE);
            private static readonly Stubbed.Order.Part part = new(4);
            private static readonly Stubbed.Secret secret = new(new Stubbed.Key("k"));
            public static void Run(System.IO.TextWriter output) => output.Write(Text());
        #if V2
            private static string Text() { return order.Show() + order.Lines.Count + part.Size + secret.key.Text; }
            public static string Of<T>(Stubbed.Box<T>[] all) { return "" + all[0].Value + all.GetHashCode(); }
        #else
            private static string Text() { return order.Show() + part.GetType().Name + secret.GetType().Name; }
            public static string Of<T>(Stubbed.Box<T>[] all) { return "" + all.GetHashCode(); }
        #endif
        }
        """;

    [Fact]
    public void A_stub_compiles_and_is_refused_until_it_is_filled_in()
    {
        using var directory = new TestDirectory();
        var old = Compiler.CSharp(directory.Sub("1"), "Stubbed", Library.Replace("VALUE", "7", StringComparison.Ordinal), Configuration.Release);
        var @new = Compiler.CSharp(directory.Sub("2"), "Stubbed", "#define V2\n" + Library.Replace("VALUE", "new()", StringComparison.Ordinal), Configuration.Release);
        var woven = Weaving.All(old, directory.Sub("woven"));

        var refused = Make();
        Assert.Equal(["Box`1 Value", "Order lines", "Order+Part Size", "Secret key"], refused.Unset.Select(static f => $"{f.Type["Stubbed.".Length..]} {f.Field}").Order(StringComparer.Ordinal));
        Assert.All(refused.Diagnostics.Where(static d => d.Id == "HW3022"), d => Assert.Equal(d.Member!.Contains("Box", StringComparison.Ordinal), !d.Message.Contains("--stub", StringComparison.Ordinal)));
        var fields = refused.Unset.Where(static f => !f.IsGeneric).ToList();
        var stub = MigrationStub.WriteSource(refused.Unset);
        Assert.Contains("Dictionary<string, int[]> Field", stub.Replace("global::System.Collections.Generic.", "").Replace("global::System.String", "string").Replace("global::System.Int32", "int"), StringComparison.Ordinal);
        var open = Make(CompileStub(stub));
        Assert.Equal(fields.Count, open.Diagnostics.Count(static d => d.Id == "HW3312"));

        string Fill(string type, string value) => stub = stub.Replace($"throw new NotImplementedException(\"what Stubbed.{type}\")", value, StringComparison.Ordinal);
        Fill("Order has in lines", "new() { [\"a\"] = new[] { 1 } }");
        Fill("Order+Part has in Size", "12");
        Fill("Secret has in key", "Activator.CreateInstance(self.GetType().Assembly.GetType(\"Stubbed.Key\")!, \"given\")!");
        // Only a method of its own gives a field of a type with type parameters a value.
        var made = Make(CompileStub(stub));
        Assert.Equal("Stubbed.Box`1.<Value>k__BackingField", Assert.Single(made.Diagnostics, static d => d.Severity == Diagnostics.DiagnosticSeverity.Error).Member);

        PatchResult Make(params string[] migrations) =>
            PatchMaker.Make(new PatchRequest { BaselinePath = woven, NewPath = @new, OutputPath = directory.File("p.hotpatch"), Migrations = migrations });

        string CompileStub(string source) =>
            Compiler.CSharp(directory.Sub("stub" + source.GetHashCode(StringComparison.Ordinal)), "Migrations", source, Configuration.Release, references: @new);
    }
}
