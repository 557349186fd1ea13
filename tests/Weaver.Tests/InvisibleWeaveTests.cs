using HotWeave.Weaver.Tests.Harness;
using Xunit;

namespace HotWeave.Weaver.Tests;

/// <summary>Every language construct runs woven as it runs unwoven: same output, same exceptions, same stack frames.</summary>
public class InvisibleWeaveTests
{
    public static TheoryData<string, Configuration, SmallMethods> CSharpCases()
    {
        var data = new TheoryData<string, Configuration, SmallMethods>();
        foreach (var name in CaseText.CSharp)
        {
            data.Add(name, Configuration.Debug, SmallMethods.Accessors);
            data.Add(name, Configuration.Release, SmallMethods.Accessors);
            data.Add(name, Configuration.Release, SmallMethods.Leave);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(CSharpCases))]
    public void CSharp_runs_the_same(string name, Configuration configuration, SmallMethods smallMethods)
    {
        using var directory = new TestDirectory();
        var plain = Compiler.CSharp(directory, name, CaseText.Source(name + ".cs"), configuration);
        RunsTheSame(directory, plain, name, configuration, smallMethods);
    }

    [Theory]
    [InlineData(Configuration.Debug)]
    [InlineData(Configuration.Release)]
    public void Visual_Basic_runs_the_same(Configuration configuration)
    {
        using var directory = new TestDirectory();
        var plain = Compiler.VisualBasic(directory, "VisualBasic", CaseText.Source("VisualBasic.vb"), configuration);
        RunsTheSame(directory, plain, "VisualBasic", configuration, SmallMethods.Export);
    }

    [Theory]
    [InlineData(Configuration.Debug)]
    [InlineData(Configuration.Release)]
    public void FSharp_runs_the_same(Configuration configuration)
    {
        using var directory = new TestDirectory();
        var plain = SdkCompiler.FSharp(directory, "FSharp", CaseText.Source("FSharp.fs"), configuration);
        File.Copy(directory.File("FSharp.Core.dll"), directory.Sub("woven").File("FSharp.Core.dll"));
        RunsTheSame(directory, plain, "FSharp", configuration, SmallMethods.Export);
    }

    [Theory]
    [InlineData(Configuration.Debug)]
    [InlineData(Configuration.Release)]
    public void The_newest_CSharp_runs_the_same(Configuration configuration)
    {
        using var directory = new TestDirectory();
        var plain = SdkCompiler.CSharp(directory, "CSharp14", CaseText.Source("CSharp14.cs14"), configuration);
        RunsTheSame(directory, plain, "CSharp14", configuration, SmallMethods.Export);
    }

    private static void RunsTheSame(TestDirectory directory, string plain, string name, Configuration configuration, SmallMethods smallMethods)
    {
        var woven = Weaving.All(plain, directory.Sub("woven"), smallMethods);
        var expected = Loaded.From(plain).Run(name);
        Assert.False(string.IsNullOrWhiteSpace(expected), "the case writes nothing");
        Assert.DoesNotContain("left by", expected, StringComparison.Ordinal);

        var loaded = Loaded.From(woven);
        var actual = Trace.Normalise(loaded.Run(name));
        if (configuration == Configuration.Release)
        {
            expected = Trace.DropInlined(expected, loaded.Assembly);
            actual = Trace.DropInlined(actual, loaded.Assembly);
        }

        Assert.Equal(expected, actual);

        var (compiled, failures) = JitSweep.Run(loaded.Assembly);
        Assert.True(compiled > 0, "nothing was compiled");
        Assert.True(failures.Count == 0, string.Join("\n", failures));
    }
}
