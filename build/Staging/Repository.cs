namespace HotWeave.Staging;

/// <summary>Where this repository keeps what staging uses and makes. Everything made lies under <c>artifacts</c>.</summary>
public sealed class Repository
{
    private Repository(string root) => Root = root;

    /// <summary>The repository's folder.</summary>
    public string Root { get; }

    /// <summary>Finds the repository that holds <paramref name="start"/>.</summary>
    /// <exception cref="DirectoryNotFoundException">No folder above holds <c>Weaver.sln</c>.</exception>
    public static Repository Containing(string start)
    {
        for (DirectoryInfo? folder = new(start); folder != null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Weaver.sln")))
                return new Repository(folder.FullName);
        }
        throw new DirectoryNotFoundException($"No folder above {start} holds Weaver.sln.");
    }

    /// <summary>The package feed that the samples restore from.</summary>
    public string Feed => InArtifacts("feed");

    /// <summary>A path under <c>artifacts</c>.</summary>
    public string InArtifacts(params string[] parts) => Path.Combine([Root, "artifacts", .. parts]);

    /// <summary>A file of a sample's sources.</summary>
    public string InSample(string sample, string file) => Path.Combine(Root, "samples", sample, file);

    /// <summary>The built assembly of a sample.</summary>
    /// <param name="sample">The sample's folder name, which is its assembly's name where that is not the name of a framework's.</param>
    /// <param name="version">1 for the sources as they are, 2 for those with the <c>v2</c> folder's files in place.</param>
    public string SampleAssembly(string sample, int version)
    {
        string folder = InArtifacts("samples", $"v{version}", "bin", sample, "release");
        // A program is not named like the framework that it shows.
        string? program = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.runtimeconfig.json").SingleOrDefault() : null;
        return program?.Replace(".runtimeconfig.json", ".dll", StringComparison.Ordinal) ?? Path.Combine(folder, sample + ".dll");
    }
}
