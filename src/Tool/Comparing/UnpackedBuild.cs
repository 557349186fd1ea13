using HotWeave.Tool.Bundles;
using HotWeave.Tool.Diagnostics;
using HotWeave.Tool.Files;
using HotWeave.Tool.Folders;

namespace HotWeave.Tool.Comparing;

/// <summary>A build as it can be compared: what is a single-file executable, or a folder that has one and nothing else to run, is unpacked for as long as it is read.</summary>
internal sealed class UnpackedBuild : IDisposable
{
    private readonly WorkFolder? _work;

    private UnpackedBuild(string path, WorkFolder? work)
    {
        Path = path;
        _work = work;
    }

    /// <summary>Where the build's assemblies are.</summary>
    public string Path { get; }

    /// <summary>Opens a build.</summary>
    /// <exception cref="RefusedException">HW7107: it cannot be read.</exception>
    public static UnpackedBuild Open(string path)
    {
        try
        {
            return FindBundle(path) is { } bundle ? Unpack(bundle) : new UnpackedBuild(path, null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new RefusedException(UseDiagnostics.CannotRead.With(path, e.Message), e);
        }
    }

    public void Dispose() => _work?.Dispose();

    private static UnpackedBuild Unpack(BundleFile bundle)
    {
        var work = new WorkFolder();
        try
        {
            var folder = System.IO.Path.GetDirectoryName(work.File("build/any"))!;
            bundle.Extract(folder);
            return new UnpackedBuild(folder, work);
        }
        catch
        {
            work.Dispose();
            throw;
        }
    }

    private static BundleFile? FindBundle(string path)
    {
        if (File.Exists(path))
            return System.IO.Path.GetExtension(path) is ".dll" || !RegularFile.IsOne(path) ? null : BundleFile.TryRead(path);
        if (!Directory.Exists(path) || Directory.EnumerateFiles(path, "*.runtimeconfig.json").Any())
            return null;
        return Directory.EnumerateFiles(path)
            .Order(StringComparer.Ordinal)
            .Where(f => NativeHost.IsExecutable(f))
            .Select(BundleFile.TryRead)
            .FirstOrDefault(static b => b is not null);
    }
}
