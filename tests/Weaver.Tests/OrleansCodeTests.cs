using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Tests.Harness;
using Microsoft.CodeAnalysis;
using Xunit;

namespace HotWeave.Weaver.Tests;

/// <summary>
/// What the generator of Orleans writes goes with what people mark, gets what a new build adds to it, and is named where nobody tells a
/// running silo of it.
/// </summary>
public class OrleansCodeTests
{
    // As much of Orleans, and of HotWeave.Orleans, as the rules look at.
    private const string Orleans = """
        using System.Collections.Generic;
        namespace Orleans.Serialization.Codecs { public interface IFieldCodec<T> { string Write(T value); } public class ListCodec { } }
        namespace Orleans.Serialization.Serializers
        {
            public interface ICodecProvider { }
            public static class Helper { public static T Get<T>(object caller, ICodecProvider provider) where T : new() => new T(); }
        }
        namespace Orleans.Runtime { public interface IPersistentState<T> { T State { get; set; } } }
        namespace Orleans
        {
            public interface IAddressable { }
            public interface IGrain : IAddressable { }
            public class Grain : IAddressable { }
        }

        """;

    private const string Silo = "namespace Orleans.Hosting { public static class HotWeaveSiloBuilderExtensions { public static void UseHotWeave() { } } }";

    private const string Program = """
        namespace Shop { class P { static void Main() { while (true) { System.Console.WriteLine(T.Say()); System.Threading.Thread.Sleep(1); } } } }

        """;

    private const string Codec = """
        namespace OrleansCodeGen.Shop
        {
            using Orleans.Serialization.Serializers;
            public sealed class Codec_Note : Orleans.Serialization.Codecs.IFieldCodec<global::Shop.Note>
            {
                FIELDS
                public string Write(global::Shop.Note note) => WRITE;
            }
        }

        """;

    [Theory]
    [InlineData("", "Shop.T OrleansCodeGen.Shop.Codec_Note")]
    [InlineData("[HotWeave.NotSwappable]", "Shop.T")]
    public void What_the_generator_wrote_is_swappable_where_anything_is(string mark, string names)
    {
        var text = Orleans + "namespace Shop { public class Note { } [HotWeave.Swappable] public static class T { public static string Say() => \"a\".ToUpperInvariant(); } }"
            + Codec.Replace("public sealed", mark + " public sealed", StringComparison.Ordinal).Replace("FIELDS", "", StringComparison.Ordinal)
                .Replace("WRITE", "note.ToString()!.Trim()", StringComparison.Ordinal);
        Assert.Equal(names.Split(' ').Order(), Planned.For(text, new WeaveSelection()).Types.Select(static t => t.Name).Order());
    }

    [Theory]
    [InlineData("", "public Codec_Note(ICodecProvider provider) { list = Helper.Get<Orleans.Serialization.Codecs.ListCodec>(this, provider); }")]
    [InlineData("readonly object o; public Codec_Note(ICodecProvider provider) { o = Helper.Get<object>(this, provider); }",
        "readonly object o; public Codec_Note(ICodecProvider provider) { o = Helper.Get<object>(this, provider); list = Helper.Get<Orleans.Serialization.Codecs.ListCodec>(this, provider); }")]
    public void Codecs_that_exist_get_what_a_new_member_needs(string before, string after)
    {
        var result = Make(
            Note("") + Codec.Replace("FIELDS", before, StringComparison.Ordinal).Replace("WRITE", "note.ToString()!.Trim()", StringComparison.Ordinal),
            Note("public int Stars { get; set; }") + Codec
                .Replace("FIELDS", "private readonly Orleans.Serialization.Codecs.ListCodec list; " + after, StringComparison.Ordinal)
                .Replace("WRITE", "note.ToString()!.Trim() + note.Stars + list", StringComparison.Ordinal));
        Assert.DoesNotContain(result.Diagnostics, static d => d.Message.Contains("Codec_Note", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", "HW3382 HW3255")]
    [InlineData("Orleans.Hosting.HotWeaveSiloBuilderExtensions.UseHotWeave();", "")]
    public void HW3382_a_new_message_and_a_new_method_are_named_where_no_silo_is_told(string call, string ids)
    {
        using var directory = new TestDirectory();
        var package = Compiler.CSharp(directory.Sub("0"), "HotWeave.Orleans", Silo, Configuration.Release);
        var codec = Codec.Replace("FIELDS", "", StringComparison.Ordinal).Replace("WRITE", "note.ToString()!.Trim()", StringComparison.Ordinal);
        const string grain = "namespace Shop { public interface ICounter : Orleans.IGrain { MORE } public class Counter : Orleans.Grain, ICounter { public static void Use() { CALL } MORE2 } }";
        var program = Orleans + Program + grain.Replace("CALL", call, StringComparison.Ordinal);
        var result = Make(
            program.Replace("MORE2", "", StringComparison.Ordinal).Replace("MORE", "", StringComparison.Ordinal) + Types("\"a\""),
            program.Replace("MORE2", "public string Count() => \"1\";", StringComparison.Ordinal).Replace("MORE", "string Count();", StringComparison.Ordinal)
                + Types("((ICounter)new Counter()).Count() + new Note()") + "namespace Shop { public class Note { } }" + codec,
            package);
        var named = result.Diagnostics.Where(static d => d.Id is "HW3382" or "HW3255" or "HW3230").ToList();
        Assert.Equal(ids.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(), named.Select(static d => d.Id).Order());
        Assert.All(named.Where(static d => d.Id == "HW3382"), static d =>
            Assert.Contains("(1), since it lists their codecs when a process starts: Shop.Note.", d.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void New_grains_and_their_interfaces_are_named()
    {
        var result = Make(
            Types("\"a\""),
            Types("new Counter().ToString()! + (object?)(ICounter?)null") + "namespace Shop { public interface ICounter : Orleans.IGrain { string Count(); } public class Counter : Orleans.Grain, ICounter { public string Count() => \"1\"; } }");
        Assert.Contains("(2)", Assert.Single(result.Diagnostics, static d => d.Id == "HW3255").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_property_that_storage_writes_by_reflection_is_named()
    {
        const string grain = "namespace Shop { public class Counter : Orleans.Grain { public Counter(Orleans.Runtime.IPersistentState<Note> state) { } } }";
        var result = Make(Note("") + grain, Note("public int Stars { get; set; } = 1;") + grain);
        Assert.Contains("Shop.Note.Stars is new, and storage of Shop.Counter looks at the deployed type",
            Assert.Single(result.Diagnostics, static d => d.Id == "HW3254").Message, StringComparison.Ordinal);
    }

    // One provider that is told of codecs says nothing of the others.
    [Theory]
    [InlineData("services.AddSingleton<IGrainStorageSerializer, OrleansGrainStorageSerializer>();", false)]
    [InlineData("services.AddSingleton(typeof(IGrainStorageSerializer), typeof(OrleansGrainStorageSerializer));", false)]
    [InlineData("services.AddSingleton<IGrainStorageSerializer, JsonGrainStorageSerializer>(); new OrleansGrainStorageSerializer().ToString();", true)]
    [InlineData("services.AddSingleton<IGrainStorageSerializer, OrleansGrainStorageSerializer>(); new JsonGrainStorageSerializer().ToString();", true)]
    [InlineData("services.AddSingleton<IGrainStorageSerializer, OrleansGrainStorageSerializer>(); new Own().ToString();", true)]
    [InlineData("new OrleansGrainStorageSerializer().ToString();", true)]
    [InlineData("", true)]
    public void Storage_goes_by_codecs_where_all_providers_do(string setUp, bool isNamed)
    {
        const string Storage = """
            namespace Orleans.Storage
            {
                public interface IGrainStorageSerializer { }
                public class OrleansGrainStorageSerializer : IGrainStorageSerializer { }
                public class JsonGrainStorageSerializer : IGrainStorageSerializer { }
                public class Services { public void AddSingleton<T, U>() { } public void AddSingleton(System.Type a, System.Type b) { } }
            }
            """;
        using var directory = new TestDirectory();
        var package = Compiler.CSharp(directory.Sub("0"), "Orleans.Core", Storage, Configuration.Release);
        var own = setUp.Contains("Own", StringComparison.Ordinal) ? "namespace Shop { class Own : Orleans.Storage.IGrainStorageSerializer { } }" : "";
        var grain = "namespace Shop { using Orleans.Storage; public class Counter : Orleans.Grain { public Counter(Orleans.Runtime.IPersistentState<Note> state) { } "
            + $"static void SetUp(Services services) {{ {setUp} }} }} }} {own}";
        var program = Orleans + Program;
        var result = Make(program + Note("") + grain, program + Note("public int Stars { get; set; } = 1;") + grain, package);
        Assert.Equal(isNamed, result.Diagnostics.Any(static d => d.Id == "HW3254"));
    }

    private static string Types(string say) => $"namespace Shop {{ public static class T {{ public static string Say() => ({say}).Trim(); }} }}";

    private static string Note(string members) => Types("\"a\"") + $"namespace Shop {{ public class Note {{ {members} }} }}";

    private static PatchResult Make(string before, string after) => Make(Orleans + Program + before, Orleans + Program + after, []);

    private static PatchResult Make(string before, string after, params string[] references)
    {
        using var directory = new TestDirectory();
        var old = Compile(directory.Sub("1"), before, references);
        var @new = Compile(directory.Sub("2"), after, references);
        var woven = Weaving.All(old, directory.Sub("woven"), SmallMethods.Accessors, references);
        var result = PatchMaker.Make(new PatchRequest { BaselinePath = woven, NewPath = @new, References = references });
        Assert.True(result.Outcome == PatchOutcome.Made, string.Join("\n", result.Diagnostics));
        return result;
    }

    private static string Compile(TestDirectory folder, string text, string[] references) =>
        Compiler.CSharp(folder, "App", text, Configuration.Release, OutputKind.ConsoleApplication, references: references);
}
