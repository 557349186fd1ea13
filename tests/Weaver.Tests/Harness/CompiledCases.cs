using System.Security.Cryptography;
using System.Text;

namespace HotWeave.Weaver.Tests.Harness;

/// <summary>
/// What compilers made, by all that went into it, kept below <c>artifacts</c> over runs: compiling is most of the work of tests that look at
/// thousands of small programs, and the same programs come again at each run.
/// </summary>
internal static class CompiledCases
{
    private static readonly string[] s_extensions = [".pdb", ".dll"];
    private static readonly string s_root = FindRoot();
    private static readonly string s_folder = Directory.CreateDirectory(Path.Combine(s_root, "artifacts", "compiled-cases")).FullName;
    private static readonly Lazy<byte[]> s_framework = new(
        static () => Hash(Compiler.FrameworkFiles().Select(FindSurface).Append(typeof(Microsoft.CodeAnalysis.Compilation).Assembly.Location), []));

    /// <summary>Copies what was made from the same inputs before, or has it compiled and keeps it.</summary>
    /// <param name="output">The path of the assembly; its symbols, where there are any, are beside it.</param>
    /// <param name="inputs">All that the compiler is told, the framework's and the references' content left out.</param>
    /// <param name="references">Assemblies beyond those of <see cref="Compiler.FrameworkFiles"/>.</param>
    /// <param name="compile">Writes <paramref name="output"/>.</param>
    internal static string Get(string output, IEnumerable<string> inputs, IEnumerable<string> references, Action compile)
    {
        var key = Convert.ToHexStringLower(Hash(references, inputs, s_framework.Value));
        var kept = Path.Combine(s_folder, key);
        if (File.Exists(kept + ".dll"))
        {
            foreach (var extension in s_extensions.Where(e => File.Exists(kept + e)))
            {
                File.Copy(kept + extension, Path.ChangeExtension(output, extension), overwrite: true);
                // What no run has used for long is deleted by its age.
                File.SetLastWriteTimeUtc(kept + extension, DateTime.UtcNow);
            }

            return output;
        }

        compile();
        // The assembly comes last: who finds it finds the rest.
        foreach (var extension in s_extensions.Where(e => File.Exists(Path.ChangeExtension(output, e))))
        {
            var arriving = $"{kept}.{Guid.NewGuid():N}";
            File.Copy(Path.ChangeExtension(output, extension), arriving);
            File.Move(arriving, kept + extension, overwrite: true);
        }

        return output;
    }

    // Of the runtime only what others see goes into a compilation, and that changes less often than its code.
    private static string FindSurface(string file)
    {
        var configuration = Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar))!);
        var surface = Path.Combine(s_root, "src", "Runtime", "obj", configuration, "net8.0", "ref", Path.GetFileName(file));
        return Path.GetFileName(file) == "HotWeave.Runtime.dll" && File.Exists(surface) ? surface : file;
    }

    private static byte[] Hash(IEnumerable<string> files, IEnumerable<string> texts, params byte[][] others)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in files)
            hash.AppendData(SHA256.HashData(File.ReadAllBytes(file)));
        foreach (var text in texts)
            hash.AppendData(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        foreach (var other in others)
            hash.AppendData(other);
        return hash.GetHashAndReset();
    }

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Weaver.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException($"There is no Weaver.sln above {AppContext.BaseDirectory}.");
        return folder;
    }
}
