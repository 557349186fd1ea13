using System.Diagnostics;

namespace HotWeave.Weaver.Tests.Harness;

/// <summary>Runs the compilers of the installed SDK, for languages that the in-memory compiler does not know.</summary>
public static class SdkCompiler
{
    /// <summary>Compiles with the SDK's C# compiler, the newest language version.</summary>
    public static string CSharp(TestDirectory directory, string name, string source, Configuration configuration)
    {
        var output = directory.File(name + ".dll");
        return Run("Roslyn/bincore/csc.dll", output, ".cs", source, [
            "-nologo", "-nostdlib", "-deterministic", "-langversion:preview", "-target:library", "-debug:portable", "-unsafe", "-nullable:enable",
            configuration == Configuration.Release ? "-optimize+" : "-optimize-", "-out:" + output]);
    }

    /// <summary>Compiles with the SDK's F# compiler; FSharp.Core.dll lies beside the output afterwards.</summary>
    public static string FSharp(TestDirectory directory, string name, string source, Configuration configuration, string target = "library")
    {
        var output = directory.File(name + ".dll");
        var core = Path.Combine(Sdk, "FSharp", "FSharp.Core.dll");
        File.Copy(core, directory.File("FSharp.Core.dll"), overwrite: true);
        return Run("FSharp/fsc.dll", output, ".fs", source, [
            "--nologo", "--noframework", "--targetprofile:netcore", "--deterministic+", "--target:" + target, "--debug:portable", "-r:" + core,
            configuration == Configuration.Release ? "--optimize+" : "--optimize-", "--tailcalls" + (configuration == Configuration.Release ? "+" : "-"), "-o:" + output]);
    }

    private static string Sdk => field ??= FindSdk();

    private static string Run(string compiler, string output, string extension, string source, string[] options)
    {
        // The output's own folder is no input.
        string[] inputs = [Path.Combine(Sdk, compiler), Path.GetFileName(output), source, .. options.Select(o => o.Replace(Path.GetDirectoryName(output)!, ""))];
        return CompiledCases.Get(output, inputs, [], () => Compile(compiler, Path.ChangeExtension(output, extension), source, options));
    }

    private static void Compile(string compiler, string text, string source, string[] options)
    {
        File.WriteAllText(text, source);
        var arguments = new List<string> { Path.Combine(Sdk, compiler) };
        arguments.AddRange(options);
        arguments.AddRange(Compiler.FrameworkFiles().Select(f => "-r:" + f));
        arguments.Add(text);
        var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var messages = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{compiler} failed:\n{messages}{errors.GetAwaiter().GetResult()}");
    }

    // .../shared/Microsoft.NETCore.App/10.0.1/ -> .../sdk/<newest of the same major version>
    private static string FindSdk()
    {
        var root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", ".."));
        return Directory.GetDirectories(Path.Combine(root, "sdk"), Environment.Version.Major + ".*")
            .OrderBy(d => Version.Parse(Path.GetFileName(d).Split('-')[0]))
            .Last();
    }
}
