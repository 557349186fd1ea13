using System.Security.Cryptography;
using System.Text;

namespace HotWeave.Tool.Tests.Harness;

/// <summary>A published copy of the greeting application.</summary>
internal sealed class PublishedApp : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    public PublishedApp()
    {
        Folder = _temporary.File("app");
        TestApps.Copy(TestApps.Host, Folder);
    }

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>A folder beside it for the test's other files.</summary>
    public string Beside => _temporary.Path;

    /// <summary>A file of the application.</summary>
    public string File(string name) => Path.Combine(Folder, name);

    /// <summary>A published copy, woven whole.</summary>
    public static PublishedApp Woven()
    {
        var app = new PublishedApp();
        ToolRun.Done("weave", app.Folder, "--all");
        return app;
    }

    /// <summary>Makes the patch from this woven copy to the next build.</summary>
    public string MakePatch()
    {
        var patch = Path.Combine(Beside, "next.hotpatch");
        ToolRun.Done("patch", "--baseline", File("Greeting.dll"), "--new", TestApps.Next, "-o", patch);
        return patch;
    }

    /// <summary>Everything that can be seen of the folder, as text: paths, modes and contents.</summary>
    public string Snapshot() => Snapshot(Folder);

    /// <summary>Everything that can be seen of a folder.</summary>
    public static string Snapshot(string folder)
    {
        var text = new StringBuilder();
        foreach (var path in Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            text.Append(Path.GetRelativePath(folder, path)).Append(' ').Append(System.IO.File.GetUnixFileMode(path));
            if (System.IO.File.Exists(path))
                text.Append(' ').Append(Convert.ToHexString(SHA256.HashData(System.IO.File.ReadAllBytes(path))));
            text.Append('\n');
        }

        return text.ToString();
    }

    public void Dispose() => _temporary.Dispose();
}
