// Compares the public API of every library with what is committed in its PublicAPI.*.txt:
//
//     dotnet run build/api.cs                  says what differs, and fails if anything does
//     dotnet run build/api.cs -- --accept      writes what differs into PublicAPI.Unshipped.txt
//     dotnet run build/api.cs -- --ship        moves what is unshipped to PublicAPI.Shipped.txt, for a release
//     dotnet run build/api.cs -- --reference   writes the pages of docs/api, which a test keeps current
//
// Every build does the first by itself. Words after the switch choose libraries: `--accept Runtime Fleet`.
#:project Staging/HotWeave.Staging.csproj
#:property PublishAot=false
using HotWeave.Staging;

return await BuildScript.RunAsync(TimeSpan.FromMinutes(30), async (repository, cancellation) =>
{
    if (args is ["--reference"])
    {
        Environment.SetEnvironmentVariable("HOTWEAVE_ACCEPT", "1");
        await Command.DotnetAsync(
            repository.Root, ["test", "tests/Conventions.Tests", "-c", "Release", "--nologo", "-v", "q", "--filter", "FullyQualifiedName~ApiReferenceTests"], cancellation);
        return 0;
    }

    var words = args.SkipWhile(static a => a.StartsWith("--", StringComparison.Ordinal)).ToList();
    var libraries = ApiFile.FindLibraries(repository.Root)
        .Where(library => words.Count == 0 || words.Contains(Path.GetFileName(library), StringComparer.OrdinalIgnoreCase)).ToList();
    if (args is ["--ship", ..])
    {
        foreach (var library in libraries)
            ApiFile.Ship(library);
        return 0;
    }

    var differences = 0;
    foreach (var library in libraries)
    {
        var (added, removed) = await ApiFile.CompareAsync(library, cancellation);
        foreach (var line in added)
            Console.WriteLine($"{Path.GetFileName(library)} + {line}");
        foreach (var line in removed)
            Console.WriteLine($"{Path.GetFileName(library)} - {line}");
        differences += added.Count + removed.Count;
        if (args is ["--accept", ..])
            ApiFile.Accept(library, added, removed);
    }

    if (differences == 0 || args is ["--accept", ..])
        return 0;
    Console.WriteLine("The public API differs from what is committed: dotnet run build/api.cs -- --accept");
    return 1;
});
