// Says whether a release's tag is the version that the repository builds:
//
//     dotnet run build/version.cs -- v0.1.0
//
// Exits with 0 only if it is, and the changelog has a section for it.
#:property PublishAot=false
using System.Xml.Linq;

var root = Path.GetFullPath(Path.Combine((string)AppContext.GetData("EntryPointFileDirectoryPath")!, ".."));
var version = XDocument.Load(Path.Combine(root, "Directory.Build.props")).Descendants("VersionPrefix").Single().Value;
if (args is not [var tag] || tag != "v" + version)
{
    Console.Error.WriteLine($"The repository builds version {version}; its tag is v{version}.");
    return 1;
}

if (!File.ReadLines(Path.Combine(root, "CHANGELOG.md")).Any(line => line.StartsWith($"## {version} - 2", StringComparison.Ordinal)))
{
    Console.Error.WriteLine($"CHANGELOG.md has no section '## {version} - <date>'.");
    return 1;
}

Console.WriteLine(version);
return 0;
