using HotWeave.Weaver.Model;
using HotWeave.Weaver.Tests.Harness;
using Mono.Cecil;
using Xunit;

namespace HotWeave.Weaver.Tests.Ghosts;

/// <summary>The companion of a loaded assembly has what its woven copy has beside its own types, and names who may have methods inlined.</summary>
public class CompanionTests
{
    private const string Source = """
        using System;
        using System.Collections.Generic;
        using System.Runtime.CompilerServices;

        public interface IPart { int Number(); }

        public class Part : IPart
        {
            public int Number() => 1;
            public static int Fixed() => 2;
            [MethodImpl(MethodImplOptions.NoInlining)] public static int Alone() => 3;
            public override string ToString() => "part";
            public static List<T> Make<T>(T item) => new() { item };
        }

        public static class Callers
        {
            public static int Direct() => Part.Fixed();
            public static int Above() { while (Direct() < 0) { } return 1; }
            public static int OfNoInlining() => Part.Alone();
            public static int Virtual(IPart part) => part.Number();
            public static string Text(object any) => any.ToString();
            public static string TextOfNumber(int any) => any.ToString();
            public static Func<int> Delegate() => Part.Fixed;
            public static int ByDelegate(Func<int> call) => call();
            public static int Generic<T>() => Part.Fixed();
            public static int Filter() { try { return Part.Fixed(); } catch (Exception e) when (e.Message == "") { return 0; } }
        }
        """;

    public static TheoryData<string> Cases() => new(CaseText.CSharp);

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_companion_has_what_the_copy_has(string name)
    {
        using var directory = new TestDirectory();
        var plain = Compiler.CSharp(directory, name, CaseText.Source(name + ".cs"), Configuration.Release);
        var (copy, result) = Weaving.ForHarmony(plain, directory.Sub("copy"));
        using var woven = ModuleDefinition.ReadModule(copy, new ReaderParameters { InMemory = true });
        using var companion = Make(plain);
        Assert.Equal(Describe(woven), Describe(companion));
        var mark = companion.Assembly.CustomAttributes.Single(static a => a.AttributeType.Name == GeneratedName.CompanionAttribute).ConstructorArguments;
        Assert.Equal(result.BaselineId, mark[2].Value);
        Assert.Equal(BaselineMark.Read(woven.Assembly)!.Settings, mark[4].Value);
    }

    [Fact]
    public void Who_may_have_methods_inlined_is_named()
    {
        using var directory = new TestDirectory();
        using var companion = Make(Compiler.CSharp(directory, "Inlined", Source, Configuration.Release));
        var named = companion.Assembly.CustomAttributes.Where(static a => a.AttributeType.Name == GeneratedName.CompanionCallerAttribute)
            .Select(static a => a.ConstructorArguments)
            .ToDictionary(static a => ((string)a[3].Value)["Callers.".Length..], static a => $"{((bool)a[4].Value ? "loops " : "")}{((bool)a[5].Value ? "" : "fixed ")}{((bool)a[6].Value ? "guess" : "sure")}");
        Assert.Equal(
            new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                ["Above()"] = "loops sure",
                ["ByDelegate(Func`1<Int32>)"] = "guess",
                ["Delegate()"] = "sure",
                ["Direct()"] = "sure",
                ["Filter()"] = "fixed sure",
                ["Generic<T>()"] = "fixed sure",
                ["Text(Object)"] = "guess",
                ["Virtual(IPart)"] = "guess",
            },
            new SortedDictionary<string, string>(named, StringComparer.Ordinal));
    }

    [Fact]
    public void The_same_files_give_the_same_bytes()
    {
        using var directory = new TestDirectory();
        var plain = Compiler.CSharp(directory, "Inlined", Source, Configuration.Release);
        Assert.Equal(MakeBytes(plain), MakeBytes(plain));
    }

    private static byte[] MakeBytes(string plain)
    {
        var sink = new Diagnostics.DiagnosticSink();
        var companions = CompanionMaker.Make(
            new CompanionRequest
            {
                Originals = [plain],
                Others = [],
                Weaving = new WeaveRequest
                {
                    InputPath = "",
                    OutputPath = "",
                    References = [AppContext.BaseDirectory],
                    Selection = new WeaveSelection { All = true },
                    SmallMethods = SmallMethods.Export,
                },
            },
            sink);
        Assert.Empty(sink.Diagnostics);
        return companions.Single().Bytes;
    }

    private static ModuleDefinition Make(string plain) => ModuleDefinition.ReadModule(new MemoryStream(MakeBytes(plain)));

    private static IEnumerable<string> Describe(ModuleDefinition module) =>
        from type in module.Types
        where type.Name == GeneratedName.Slots || (type.Namespace == GeneratedName.Namespace && type.Name != GeneratedName.Constants)
        orderby type.FullName
        from member in type.Fields.Select(static f => f.FullName).Concat(type.Methods.Select(static m => m.FullName))
        select member;
}
