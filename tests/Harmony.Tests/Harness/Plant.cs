using HotWeave.Tool.Tests.Harness;

namespace HotWeave.Harmony.Tests.Harness;

/// <summary>A process of a program that carries Harmony, in a folder of its own, and what the tool makes of it.</summary>
internal sealed class Plant : IDisposable
{
    // …/tests/Harmony.Tests/bin/Release/net10.0/
    private static readonly string s_configuration = AppContext.BaseDirectory.TrimEnd('/').Split('/')[^2];

    private readonly TemporaryFolder _folder = new();
    private readonly string _app;
    private RunningApp? _process;

    public Plant()
    {
        _app = _folder.File("app");
        Copy(Output("Plant"), _app);
        if (HarmonyLocation.Real is not { } real)
            return;
        Copy(real, _app);
        // The host takes all that is there.
        File.Delete(Path.Combine(_app, "Plant.deps.json"));
    }

    /// <summary>The process's id.</summary>
    public string Id => Process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The folder that it runs from.</summary>
    public string Folder => _app;

    /// <summary>Where the copy of what it runs goes.</summary>
    public string CopyFolder => _folder.File("copy");

    private RunningApp Process => _process ??= Start(_app);

    /// <summary>What a fresh process of the next build answers.</summary>
    public static string AskNext(string question)
    {
        using var app = Start(Output("PlantNext"));
        return app.Ask(question)!;
    }

    /// <summary>Asks the process, which starts at the first question.</summary>
    public string Ask(string question) => Process.Ask(question)!;

    /// <summary>Makes the copy that it is woven with.</summary>
    public ToolRun MakeCopy(params string[] more) => ToolRun.Done(["weave", _app, "--harmony", "-o", CopyFolder, "--all", "--assembly", "Parts", .. more]);

    /// <summary>Weaves the folder itself, as for deployment, before the process starts.</summary>
    public void WeaveFolder() => ToolRun.Done("weave", _app, "--all", "--small-methods", "export", "--assembly", "Parts");

    /// <summary>Makes the copy, and has the process woven with it.</summary>
    public string Weave()
    {
        MakeCopy();
        return Ask("weave " + CopyFolder);
    }

    /// <summary>Makes the patch to the next build, and returns its path and what was said of it.</summary>
    public (string Path, string Said) MakePatch(string? baseline = null)
    {
        var patch = _folder.File("fix.hotpatch");
        var run = ToolRun.Done("patch", "--baseline", Path.Combine(baseline ?? CopyFolder, "Parts.dll"), "--new", Path.Combine(Output("PlantNext"), "Parts.dll"), "-o", patch);
        return (patch, run.Error);
    }

    /// <summary>Makes the patch against the folder that was woven itself.</summary>
    public string MakePatchOfFolder() => MakePatch(_app).Path;

    public void Dispose()
    {
        _process?.Dispose();
        _folder.Dispose();
    }

    private static RunningApp Start(string folder) => RunningApp.Start(HarmonyLocation.Dotnet, [Path.Combine(folder, "Plant.dll")], HarmonyLocation.Environs);

    private static string Output(string project) =>
        Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "Apps", project, "bin", s_configuration, "net8.0"));

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)), overwrite: true);
    }
}
