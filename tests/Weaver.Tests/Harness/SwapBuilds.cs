using System.Collections.Concurrent;

namespace HotWeave.Weaver.Tests.Harness;

/// <summary>
/// The two versions of a case, plain and woven. Those of a case in <c>Cases/Swaps</c> are made once for all tests that look at them, and must not be written to.
/// </summary>
public sealed class SwapBuilds
{
    private static readonly TestDirectory s_kept = KeptUntilTheEnd();
    private static readonly ConcurrentDictionary<string, Lazy<SwapBuilds>> s_builds = new(StringComparer.Ordinal);

    private readonly Lazy<string> _woven1;
    private readonly Lazy<string> _woven2;

    private SwapBuilds(TestDirectory directory, Func<TestDirectory, int, string> compile, SmallMethods smallMethods, bool isGhost = false)
    {
        Plain1 = compile(directory.Sub("1"), 1);
        Plain2 = compile(directory.Sub("2"), 2);
        _woven1 = new(() => Weave(Plain1, directory.Sub("woven1"), smallMethods, isGhost));
        _woven2 = new(() => Weave(Plain2, directory.Sub("woven2"), smallMethods, isGhost));
    }

    public string Plain1 { get; }

    public string Plain2 { get; }

    public string Woven1 => _woven1.Value;

    public string Woven2 => _woven2.Value;

    /// <summary>The builds of a case in <c>Cases/Swaps</c>.</summary>
    public static SwapBuilds ForCase(string name, Configuration configuration, SmallMethods smallMethods) =>
        s_builds.GetOrAdd(
            AssemblyName(name, configuration, smallMethods),
            static (assembly, of) => new(() => ForSource(s_kept.Sub(assembly), assembly, CaseText.Source($"Swaps/{of.name}.cs"), of.configuration, of.smallMethods)),
            (name, configuration, smallMethods)).Value;

    /// <summary>The builds of a text in which version 2 is what <c>#if V2</c> takes in.</summary>
    public static SwapBuilds ForSource(TestDirectory directory, string assembly, string source, Configuration configuration, SmallMethods smallMethods) =>
        new(directory, (sub, version) => Compiler.CSharp(sub, assembly, version == 2 ? "#define V2\n#line 1\n" + source : source, configuration), smallMethods);

    /// <summary>The builds of another language: <paramref name="compile"/> makes version 1 and 2.</summary>
    public static SwapBuilds ForCompiled(TestDirectory directory, Func<TestDirectory, int, string> compile, bool isGhost = false) =>
        new(directory, compile, SmallMethods.Accessors, isGhost);

    public static string AssemblyName(string name, Configuration configuration, SmallMethods smallMethods) => $"{name}{configuration}{smallMethods}";

    // What a build lays beside its output lies beside the woven assembly too.
    private static string Weave(string plain, TestDirectory woven, SmallMethods smallMethods, bool isGhost)
    {
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(plain)!, "*.dll"))
            File.Copy(file, woven.File(Path.GetFileName(file)));
        return isGhost ? Weaving.Ghost(plain, woven, smallMethods).Output : Weaving.All(plain, woven, smallMethods);
    }

    private static TestDirectory KeptUntilTheEnd()
    {
        var directory = new TestDirectory();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => directory.Dispose();
        return directory;
    }
}
