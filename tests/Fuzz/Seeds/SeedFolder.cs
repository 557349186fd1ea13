using System.Text;
using HotWeave.Auditing;

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

    /// <summary>Makes the files, the same each time but for signatures, which are other bytes each time.</summary>
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
        seeds.MakeSigned();
        return seeds;
    }

    private static string RuntimePath => System.IO.Path.Combine(AppContext.BaseDirectory, "runtime", "HotWeave.Runtime.dll");

    /// <summary>Makes a woven program that confirms patches (<c>confirming</c>), and two patches for it, <c>two.hotpatch</c> and <c>three.hotpatch</c>.</summary>
    public void MakeConfirming()
    {
        MakeApp("confirming", null, "Part", "Confirmer");
        MakeApp("two", "NEXT", "Part", "Confirmer");
        MakeApp("three", "LATER", "Part", "Confirmer");
        Run("weave", File("confirming"), "--all");
        Run("patch", "-b", File("confirming/Lib.dll"), "-n", File("two/Lib.dll"), "-o", File("two.hotpatch"));
        Run("patch", "-b", File("confirming/Lib.dll"), "-n", File("three/Lib.dll"), "-o", File("three.hotpatch"));
    }

    /// <summary>Makes only the application, unwoven (<c>app</c>).</summary>
    public void MakeUnwoven() => MakeApp("app", null);

    private void MakeApp(string folder, string? symbol, string library = "Lib", string program = "App")
    {
        Directory.CreateDirectory(File(folder));
        SeedCompiler.Compile(File(folder + "/Lib.dll"), library, [RuntimePath], symbol);
        SeedCompiler.Compile(File(folder + "/App.dll"), program, [File(folder + "/Lib.dll"), RuntimePath], symbol, isProgram: true);
        System.IO.File.WriteAllText(File(folder + "/App.runtimeconfig.json"), Config);
        System.IO.File.WriteAllText(File(folder + "/App.deps.json"), Deps);
        System.IO.File.Copy(RuntimePath, File(folder + "/HotWeave.Runtime.dll"));
    }

    // Keys, what they signed, and a log of who did what with it.
    private void MakeSigned()
    {
        Directory.CreateDirectory(File("keys"));
        SeedSigner.Write(File("keys"), "alice");
        SeedSigner.Write(File("keys"), "bob");
        System.IO.File.Copy(File("first.hotpatch"), File("signed.hotpatch"));
        string[] application = ["--application", SeedSigner.Application];
        Run(["sign", File("signed.hotpatch"), "--key", File("keys/alice.key.pem"), "--sequence", "1", "--expires", "2100-01-01T00:00:00Z", .. application]);
        Run(
            ["key", "rotate", "--number", "1", "--trust", File("keys/bob.pub.pem"), "--key", File("keys/alice.key.pem"),
            "--key", File("keys/bob.key.pem"), "-o", File("1.keys"), .. application]);
        Directory.CreateDirectory(File("trusted"));
        System.IO.File.Copy(File("keys/alice.pub.pem"), File("trusted/alice.pub.pem"));
        System.IO.File.Copy(File("1.keys"), File("trusted/1.keys"));
        var (log, before) = (new StringBuilder(), (byte[]?)null);
        for (var version = 1; version < 5; version++)
        {
            var line = AuditChain.Link($$"""
                {"time":"2030-01-31T12:00:0{{version}}.000Z","operation":"commit","description":"d","outcome":"done","code":null,"message":null,
                "patch":"aa","signedBy":["alice (12)"],"from":{{version - 1}},"to":{{version}},"mode":null,"version":{{version}},"inForce":["aa"],
                "by":"carol","user":"shop","host":"h","process":{{version}},"milliseconds":1,"warnings":[]}
                """.ReplaceLineEndings(""), before);
            before = Encoding.UTF8.GetBytes(line);
            log.Append(line).Append('\n');
        }

        System.IO.File.WriteAllText(File("audit.jsonl"), log.ToString());
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
