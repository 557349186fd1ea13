// Packs every package of the repository:
//
//     dotnet run build/pack.cs                     into artifacts/packages
//     dotnet run build/pack.cs -- <folder>         into another folder
//     dotnet run build/pack.cs -- --baseline <folder>   the same, and fails where the public API breaks what the packages in the folder have
//     dotnet run build/pack.cs -- --check          packs the last commit from two clones, and fails unless both give the same bytes
//
// Beside each package come its symbols (.snupkg) and what it is made of (.spdx.json). A package depends on its content alone: entries are sorted, have
// no times, and no name at random. Exits with 0 only if every package was made.
#:project Staging/HotWeave.Staging.csproj
#:property PublishAot=false
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Xml.Linq;
using HotWeave.Staging;

var repository = Repository.Containing((string)AppContext.GetData("EntryPointFileDirectoryPath")!);
try
{
    if (args is ["--check"])
        return await CheckAsync();
    var baseline = args is ["--baseline", var last] ? Path.GetFullPath(last) : null;
    var folder = args is [var named] ? Path.GetFullPath(named) : repository.InArtifacts("packages");
    foreach (var package in await PackAsync(repository.Root, folder, baseline))
        Console.WriteLine(package);
    return 0;
}
catch (StagingException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}

async Task<IReadOnlyList<string>> PackAsync(string root, string folder, string? baseline = null)
{
    // Packed apart, so that what else lies in the folder is left alone.
    var packing = Directory.CreateTempSubdirectory("hotweave-pack-");
    try
    {
        foreach (var project in FindPackable(root))
        {
            string[] compare = FindBaseline(baseline, Path.Combine(root, project)) is { } last ? [$"-p:PackageValidationBaselinePath={last}"] : [];
            await Command.DotnetAsync(
                root, ["pack", project, "-c", "Release", "-o", packing.FullName, "-v", "q", "--nologo", "-nodeReuse:false", .. compare], CancellationToken.None);
        }

        Directory.CreateDirectory(folder);
        var packages = new List<string>();
        var committed = await ReadCommitTimeAsync(root);
        foreach (var packed in packing.GetFiles("*.*nupkg").OrderBy(static p => p.Name, StringComparer.Ordinal))
        {
            RepeatablePackage.Rewrite(packed.FullName);
            packages.Add(Path.Combine(folder, packed.Name));
            File.Copy(packed.FullName, packages[^1], overwrite: true);
            if (packed.Extension == ".nupkg")
                packages.Add(PackageBill.Write(packages[^1], committed));
        }

        return packages;
    }
    finally
    {
        packing.Delete(recursive: true);
    }
}

// The last release of the package that the project makes; null where there was none.
static string? FindBaseline(string? folder, string project)
{
    var id = XDocument.Load(project).Descendants("PackageId").First().Value;
    return folder is null || !Directory.Exists(folder) ? null
        : Directory.GetFiles(folder, id + ".*.nupkg").SingleOrDefault(p => char.IsAsciiDigit(Path.GetFileName(p)[id.Length + 1]));
}

// A folder that is no clone, such as an unpacked archive, has none.
static async Task<DateTimeOffset> ReadCommitTimeAsync(string root)
{
    using var git = Process.Start(new ProcessStartInfo("git", ["log", "-1", "--format=%cI"]) { WorkingDirectory = root, RedirectStandardOutput = true, RedirectStandardError = true })!;
    var text = await git.StandardOutput.ReadToEndAsync();
    await git.WaitForExitAsync();
    return git.ExitCode == 0 ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture) : DateTimeOffset.UnixEpoch;
}

async Task<int> CheckAsync()
{
    var work = Directory.CreateTempSubdirectory("hotweave-pack-check-");
    try
    {
        var folders = new List<string>();
        foreach (var name in new[] { "one", "another-place" })
        {
            var clone = Path.Combine(work.FullName, name);
            using (var git = Process.Start("git", ["clone", "-q", "--no-hardlinks", repository.Root, clone]))
            {
                await git.WaitForExitAsync();
                if (git.ExitCode != 0)
                    throw new StagingException($"git could not clone {repository.Root}.");
            }

            folders.Add(Path.Combine(work.FullName, name + "-packages"));
            await PackAsync(clone, folders[^1]);
        }

        return Compare(folders);
    }
    finally
    {
        work.Delete(recursive: true);
    }
}

static int Compare(IReadOnlyList<string> folders)
{
    var digests = folders.Select(ReadDigests).ToList();
    foreach (var (name, digest) in digests[0])
        Console.WriteLine($"{digest}  {name}");
    if (digests[0].SequenceEqual(digests[1]))
        return 0;
    Console.Error.WriteLine($"Two clones gave different bytes: {string.Join(", ", digests[0].Except(digests[1]).Concat(digests[1].Except(digests[0])).Select(static d => d.Name).Distinct())}.");
    return 1;
}

static IEnumerable<string> FindPackable(string root) =>
    Directory.EnumerateFiles(Path.Combine(root, "src"), "*.csproj", SearchOption.AllDirectories)
        .Where(static p => File.ReadAllText(p) is var text && (text.Contains("<IsPackable>true", StringComparison.Ordinal) || text.Contains("<PackAsTool>true", StringComparison.Ordinal)))
        .Select(p => Path.GetRelativePath(root, p))
        .Order(StringComparer.Ordinal);

static List<(string Name, string Digest)> ReadDigests(string folder) =>
    [.. Directory.GetFiles(folder).Order(StringComparer.Ordinal).Select(static p => (Path.GetFileName(p), Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(p)))))];
