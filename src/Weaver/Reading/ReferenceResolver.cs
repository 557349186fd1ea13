using System.Runtime.InteropServices;
using Mono.Cecil;

namespace HotWeave.Weaver.Reading;

/// <summary>
/// Finds referenced assemblies by simple name: beside the input, among the given files and directories in their order, then in
/// the shared frameworks of the running .NET. The first match counts; versions do not, as the host binds them later anyway.
/// </summary>
internal sealed class ReferenceResolver : IAssemblyResolver
{
    private static readonly string[] Extensions = [".dll", ".exe"];

    private readonly Dictionary<string, AssemblyDefinition> _resolved = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<FileStream> _files = [];
    private readonly IReadOnlyList<string> _places;
    private readonly ReferenceResolver? _frameworks;

    /// <summary>Makes a resolver.</summary>
    /// <param name="inputDirectory">The directory of the assembly that is read.</param>
    /// <param name="references">Assembly files and directories, in the order of precedence.</param>
    /// <param name="frameworks">Reads what is in the shared frameworks, for several resolvers; null to have the resolver do it.</param>
    public ReferenceResolver(string inputDirectory, IEnumerable<string> references, ReferenceResolver? frameworks = null)
        : this([inputDirectory, .. references, .. frameworks is null ? SharedFrameworks() : []], frameworks)
    {
    }

    private ReferenceResolver(IReadOnlyList<string> places, ReferenceResolver? frameworks)
    {
        _places = places;
        _frameworks = frameworks;
    }

    /// <summary>A resolver that knows the shared frameworks only. What resolvers share by it lives as long as it does.</summary>
    public static ReferenceResolver OfFrameworks() => new([.. SharedFrameworks()], null);

    /// <summary>Whether the shared frameworks of the running .NET have an assembly.</summary>
    public static bool IsOfFramework(string name) => SharedFrameworks().Any(f => File.Exists(Path.Combine(f, name + ".dll")));

    /// <summary>Makes <paramref name="assembly"/> the answer to its own name.</summary>
    public void Add(AssemblyDefinition assembly) => _resolved[assembly.Name.Name] = assembly;

    /// <inheritdoc/>
    public AssemblyDefinition Resolve(AssemblyNameReference name) => Resolve(name, new ReaderParameters());

    /// <inheritdoc/>
    public AssemblyDefinition Resolve(AssemblyNameReference name, ReaderParameters parameters)
    {
        if (_resolved.TryGetValue(name.Name, out var known))
            return known;

        foreach (var place in _places)
        {
            foreach (var file in Candidates(place, name.Name))
            {
                if (!File.Exists(file))
                    continue;
                parameters.AssemblyResolver = this;
                if (TryRead(file, parameters, SharedFrameworks().Contains(place)) is { } assembly)
                    return _resolved[name.Name] = assembly;
            }
        }

        return _frameworks?.Resolve(name, parameters) ?? throw new AssemblyResolutionException(name);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var assembly in _resolved.Values)
            assembly.Dispose();
        _resolved.Clear();
        foreach (var file in _files)
            file.Dispose();
        _files.Clear();
    }

    // A file of that name that is no assembly, such as a native library, is not what was asked for.
    private AssemblyDefinition? TryRead(string file, ReaderParameters parameters, bool isOfFramework)
    {
        if (isOfFramework)
            return TryReadFramework(file, parameters);
        var bytes = InputFile.ReadAllBytes(file);
        return PortableExecutableHeaders.Classify(bytes) is ImageKind.NotExecutable or ImageKind.Native ? null : CheckedModule.ReadMetadata(bytes, file, parameters).Assembly;
    }

    private AssemblyDefinition? TryReadFramework(string file, ReaderParameters parameters)
    {
        try
        {
            return CheckedModule.ReadTrusted(Open(file), parameters).Assembly;
        }
        catch (BadImageFormatException)
        {
            return null;
        }
    }

    // Only metadata is asked for, and little of it: reading a framework's assembly whole would cost more than all other work, and who can
    // damage it need not damage anything else.
    private FileStream Open(string file)
    {
        var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        _files.Add(stream);
        return stream;
    }

    private static IEnumerable<string> Candidates(string place, string name)
    {
        if (string.Equals(Path.GetFileNameWithoutExtension(place), name, StringComparison.OrdinalIgnoreCase))
            yield return place;
        foreach (var extension in Extensions)
            yield return Path.Combine(place, name + extension);
    }

    // .../shared/Microsoft.NETCore.App/10.0.1/ has siblings for ASP.NET Core and the desktop, of the same or another version.
    private static IEnumerable<string> SharedFrameworks()
    {
        var own = RuntimeEnvironment.GetRuntimeDirectory();
        yield return own;
        var shared = Path.GetDirectoryName(Path.GetDirectoryName(own.TrimEnd(Path.DirectorySeparatorChar)));
        if (shared is null || Path.GetFileName(shared) != "shared")
            yield break;
        foreach (var framework in Directory.GetDirectories(shared).OrderBy(static d => d, StringComparer.Ordinal))
        {
            if (Directory.GetDirectories(framework).OrderBy(static d => d, StringComparer.Ordinal).LastOrDefault() is { } version)
                yield return version;
        }
    }
}
