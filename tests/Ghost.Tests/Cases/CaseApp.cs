using System.Text.Json;
using HotWeave.Tool.Tests.Harness;
using HotWeave.Weaver.Tests.Harness;

namespace HotWeave.Ghost.Tests.Cases;

/// <summary>A folder with the program that runs cases, and the cases as assemblies of people who know nothing of HotWeave.</summary>
internal sealed class CaseApp : IDisposable
{
    private readonly TestDirectory _directory = new();

    private CaseApp(IReadOnlyList<(string Case, string Assembly)> cases) => Cases = cases;

    /// <summary>The cases, and the simple names of their assemblies.</summary>
    public IReadOnlyList<(string Case, string Assembly)> Cases { get; }

    /// <summary>The folder.</summary>
    public string Folder => _directory.Path;

    /// <summary>Compiles cases.</summary>
    /// <param name="cases">Their names, and how they are compiled.</param>
    /// <param name="isNext">Whether as the next version.</param>
    public static CaseApp Make(IEnumerable<(string Name, Configuration Configuration)> cases, bool isNext)
    {
        var swaps = CaseText.Swaps.ToHashSet();
        var list = cases.ToList();
        var app = new CaseApp([.. list.Select(static c => (c.Name, $"Case{c.Name}{c.Configuration}"))]);
        foreach (var file in Directory.GetFiles(Harness.Shop.Output("Cases")))
            File.Copy(file, app._directory.File(Path.GetFileName(file)));
        foreach (var (name, configuration) in list)
        {
            var source = CaseText.Source(swaps.Contains(name) ? $"Swaps/{name}.cs" : name + ".cs");
            Compiler.CSharp(app._directory, $"Case{name}{configuration}", isNext ? "#define V2\n#line 1\n" + source : source, configuration);
        }

        return app;
    }

    /// <summary>Starts the program.</summary>
    public RunningApp Start() => RunningApp.Start("dotnet", [Path.Combine(Folder, "Cases.dll")], []);

    /// <summary>What each case writes in a process.</summary>
    public IReadOnlyList<string> RunAll(RunningApp process) =>
        [.. Enumerable.Range(0, Cases.Count).Select(i => Run(process, i))];

    /// <summary>What one writes.</summary>
    public string Run(RunningApp process, int index) =>
        Cases[index].Case + "\n" + JsonSerializer.Deserialize<string>(process.Ask($"{Cases[index].Assembly} {Cases[index].Case}")!);

    /// <summary>What each writes in a process that was just started.</summary>
    public IReadOnlyList<string> RunFresh()
    {
        using var process = Start();
        return RunAll(process);
    }

    public void Dispose() => _directory.Dispose();
}
