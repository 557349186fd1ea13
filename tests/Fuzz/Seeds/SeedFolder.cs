namespace HotWeave.Fuzz.Seeds;

/// <summary>The whole files that damaged ones are made from, in a folder: an application, unwoven and woven, its next build, patches, a key.</summary>
internal sealed class SeedFolder
{
    private const string Config = """{ "runtimeOptions": { "tfm": "net10.0", "framework": { "name": "Microsoft.NETCore.App", "version": "10.0.0" }, "configProperties": { "System.GC.Server": false } } }""";

    private const string Deps = """
        {
          "runtimeTarget": { "name": ".NETCoreApp,Version=v10.0", "signature": "" },
          "targets": { ".NETCoreApp,Version=v10.0": {
            "App/1.0.0": { "dependencies": { "Lib": "1.0.0" }, "runtime": { "App.dll": {} } },
            "Lib/1.0.0": { "runtime": { "Lib.dll": { "assemblyVersion": "0.0.0.0", "fileVersion": "0.0.0.0" } } } } },
          "libraries": {
            "App/1.0.0": { "type": "project", "serviceable": false, "sha512": "" },
            "Lib/1.0.0": { "type": "project", "serviceable": false, "sha512": "" } }
        }
        """;

    private SeedFolder(string path) => Path = path;

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>A file in it.</summary>
    public string File(string relative) => System.IO.Path.Combine(Path, relative);

    /// <summary>The files that were made there.</summary>
    public static SeedFolder In(string path) => new(path);

    /// <summary>Makes the files, the same each time.</summary>
    public static SeedFolder Make(string path)
    {
        var seeds = new SeedFolder(path);
        seeds.MakeApp("app", null);
        seeds.MakeApp("next", "NEXT");
        seeds.MakeApp("woven", null);
        Run("weave", seeds.File("woven"), "--all");
        Directory.CreateDirectory(seeds.File("embedded"));
        SeedCompiler.Compile(seeds.File("embedded/Lib.dll"), "Lib", [RuntimePath], embedsSymbols: true);
        Directory.CreateDirectory(seeds.File("program"));
        System.IO.File.Copy(seeds.File("app/App.dll"), seeds.File("program/App.dll"));
        Directory.CreateDirectory(seeds.File("signed"));
        SeedCompiler.Compile(seeds.File("signed/Lib.dll"), "Lib", [RuntimePath], isSigned: true);
        Run("patch", "-b", seeds.File("woven/Lib.dll"), "-n", seeds.File("next/Lib.dll"), "-o", seeds.File("first.hotpatch"));
        seeds.MakeUnfinished();
        System.IO.File.WriteAllBytes(seeds.File("key.snk"), SeedCompiler.Key);
        return seeds;
    }

    private static string RuntimePath => System.IO.Path.Combine(AppContext.BaseDirectory, "runtime", "HotWeave.Runtime.dll");

    private void MakeApp(string folder, string? symbol)
    {
        Directory.CreateDirectory(File(folder));
        SeedCompiler.Compile(File(folder + "/Lib.dll"), "Lib", [RuntimePath], symbol);
        SeedCompiler.Compile(File(folder + "/App.dll"), "App", [File(folder + "/Lib.dll")], symbol, isProgram: true);
        System.IO.File.WriteAllText(File(folder + "/App.runtimeconfig.json"), Config);
        System.IO.File.WriteAllText(File(folder + "/App.deps.json"), Deps);
        System.IO.File.Copy(RuntimePath, File(folder + "/HotWeave.Runtime.dll"));
    }

    // What a run that was ended left: a journal, and what it had staged.
    private void MakeUnfinished()
    {
        Directory.CreateDirectory(File("unfinished"));
        foreach (var file in Directory.EnumerateFiles(File("app")))
            System.IO.File.Copy(file, File("unfinished/" + System.IO.Path.GetFileName(file)));
        Directory.CreateDirectory(File("unfinished/.hotweave/staging"));
        System.IO.File.Copy(File("woven/Lib.dll"), File("unfinished/.hotweave/staging/0"));
        System.IO.File.WriteAllText(File("unfinished/.hotweave/journal.json"), """[{"Path":"Lib.dll","Staged":"0"},{"Path":"Lib.pdb","Staged":null}]""");
    }

    private static void Run(params string[] arguments)
    {
        var output = new StringWriter();
        if (Tool.Program.Run(arguments, output, output) != 0)
            throw new InvalidOperationException($"'hotweave {string.Join(' ', arguments)}': {output}");
    }
}
