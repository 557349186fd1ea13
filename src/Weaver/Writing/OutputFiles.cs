using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Reading;

namespace HotWeave.Weaver.Writing;

/// <summary>Puts an assembly and its symbols in place, both or neither.</summary>
internal static class OutputFiles
{
    /// <summary>Writes a woven assembly; false when that failed, with nothing changed.</summary>
    public static bool Write(string path, WrittenModule module, DiagnosticSink sink)
    {
        var files = new FileSet();
        if (module.Symbols is not null)
            files.Add(SymbolsBeside(path), module.Symbols);
        files.Add(path, module.Assembly);
        return Write(files, path, sink);
    }

    /// <summary>Copies an assembly that stays as it is; false when that failed, with nothing changed.</summary>
    public static bool Copy(string input, byte[] bytes, string output, DiagnosticSink sink)
    {
        if (Path.GetFullPath(input) == Path.GetFullPath(output))
            return true;
        var files = new FileSet();
        var symbols = SymbolsBeside(input);
        if (File.Exists(symbols))
            files.Add(SymbolsBeside(output), InputFile.ReadAllBytes(symbols));
        files.Add(output, bytes);
        return Write(files, output, sink);
    }

    /// <summary>Writes a patch file; false when that failed, with nothing changed.</summary>
    public static bool WritePatch(string path, byte[] bytes, DiagnosticSink sink)
    {
        var files = new FileSet();
        files.Add(path, bytes);
        return Write(files, path, sink);
    }

    private static string SymbolsBeside(string path) => Path.ChangeExtension(path, ".pdb");

    private static bool Write(FileSet files, string path, DiagnosticSink sink)
    {
        try
        {
            files.Write();
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            sink.Report(WritingDiagnostics.CannotWrite.With(path, e.Message, FindAdvice(Path.GetFullPath(path))));
            return false;
        }
    }

    private static string FindAdvice(string path)
    {
        var folder = Path.GetDirectoryName(path) ?? path;
        if (Directory.Exists(path))
            return "it is a folder; name a file";
        if (Directory.Exists(folder))
            return "check permissions, free space and whether the file is in use";
        for (var at = folder; at is not null; at = Path.GetDirectoryName(at))
        {
            if (File.Exists(at))
                return $"{at} is a file, not a folder; name a file in a folder";
        }

        return $"make the folder {folder}, which does not exist, or name a file in another";
    }
}
