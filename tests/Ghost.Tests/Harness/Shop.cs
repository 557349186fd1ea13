using System.Diagnostics;
using HotWeave.Tool.Tests.Harness;

namespace HotWeave.Ghost.Tests.Harness;

/// <summary>A process of the shop, which nobody prepared, and what the tool makes of it.</summary>
internal sealed class Shop : IDisposable
{
    // …/tests/Ghost.Tests/bin/Release/net10.0/
    private static readonly string[] s_place = AppContext.BaseDirectory.TrimEnd('/').Split('/')[^3..];

    private readonly TemporaryFolder _folder = new();
    private readonly RunningApp _app;

    private Shop(string file, string[] arguments, string newBuild, (string Name, string Value)[] environment)
    {
        NewBuild = newBuild;
        _app = RunningApp.Start(file, arguments, environment);
    }

    /// <summary>The folder of the build that runs.</summary>
    public static string OldBuild => Output("Shop");

    /// <summary>The folder of the sources.</summary>
    public static string Sources => Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "Apps"));

    /// <summary>The folder of the next build.</summary>
    public string NewBuild { get; }

    /// <summary>The next build as tests build it.</summary>
    public string StandardNewBuild { get; } = Output("ShopNext");

    /// <summary>The process's id.</summary>
    public string Id => _app.Id.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Where the copy of what it runs goes.</summary>
    public string Copy => _folder.File("copy");

    /// <summary>Starts it by <c>dotnet</c>.</summary>
    public static Shop Start(params (string Name, string Value)[] environment) =>
        new("dotnet", [Path.Combine(OldBuild, "Shop.dll")], Output("ShopNext"), environment);

    /// <summary>Starts another folder's build by <c>dotnet</c>.</summary>
    public static Shop StartIn(string folder) => new("dotnet", [Path.Combine(folder, "Shop.dll")], Output("ShopNext"), []);

    /// <summary>Starts the web application instead.</summary>
    public static Shop StartWeb() => new("dotnet", [Path.Combine(Output("Web"), "Web.dll")], Output("WebNext"), []);

    /// <summary>Starts an executable of a published build.</summary>
    public static Shop StartPublished(string executable, string newBuild) => new(executable, [], newBuild, []);

    /// <summary>What a fresh process of a build answers.</summary>
    public static string AskFresh(string build, string question)
    {
        using var app = RunningApp.Start("dotnet", [Path.Combine(build, "Shop.dll")], []);
        return app.Ask(question)!;
    }

    /// <summary>Asks the process.</summary>
    public string Ask(string question) => _app.Ask(question)!;

    /// <summary>Weaves it in memory.</summary>
    public ToolRun Weave(params string[] more) => ToolRun.Done(["weave", "--pid", Id, "-o", Copy, "--all", .. more]);

    /// <summary>Weaves it in memory, which must be refused with an id: it goes on as it did, and there is no copy.</summary>
    public string WeaveRefused(string id, params string[] more)
    {
        var run = ToolRun.Refused(id, ["weave", "--pid", Id, "-o", Copy, "--all", .. more]);
        Assert.False(Directory.Exists(Copy));
        Assert.Equal(AskFresh(OldBuild, "facts"), Ask("facts"));
        return run.Error;
    }

    /// <summary>Makes the patch to the next build.</summary>
    public string MakePatch() => MakePatch(Copy, NewBuild, "fix.hotpatch");

    /// <summary>Makes a patch that changes the parts alone.</summary>
    public string MakePartsPatch() => MakePatch(Path.Combine(Copy, "Parts.dll"), Path.Combine(NewBuild, "Parts.dll"), "parts.hotpatch");

    /// <summary>What the status says of stubs.</summary>
    public (int Methods, int Batches) CountStubs()
    {
        using var status = System.Text.Json.JsonDocument.Parse(ToolRun.Done("status", "--pid", Id, "--format", "json").Output);
        var stubs = status.RootElement.GetProperty("stubs");
        return (stubs.GetProperty("methods").GetInt32(), stubs.GetProperty("batches").GetInt32());
    }

    private string MakePatch(string baseline, string build, string file)
    {
        var patch = _folder.File(file);
        ToolRun.Done("patch", "--baseline", baseline, "--new", build, "-o", patch);
        return patch;
    }

    /// <summary>Asks for what the load saw until it saw enough of what is meant.</summary>
    public void WaitForLoad(string meant)
    {
        var watch = Stopwatch.StartNew();
        Ask("load");
        while (true)
        {
            var report = Ask("load");
            Assert.EndsWith(" wrong=0", report, StringComparison.Ordinal);
            if (!report.Contains($"{meant}=0 ", StringComparison.Ordinal))
                return;
            Assert.True(watch.Elapsed < TimeSpan.FromMinutes(5), report);
        }
    }

    /// <summary>Ends it, and returns its exit code.</summary>
    public int End() => _app.End();

    /// <summary>A file of the test's own.</summary>
    public string File(string name) => _folder.File(name);

    public void Dispose()
    {
        _app.Dispose();
        _folder.Dispose();
    }

    /// <summary>Where the build of an application is.</summary>
    public static string Output(string project) =>
        Path.GetFullPath(Path.Combine([AppContext.BaseDirectory, "..", "..", "..", "Apps", project, .. s_place]));
}
