using HotWeave.Weaver.Reading;
using Mono.Cecil;

namespace HotWeave.Tool.Folders;

/// <summary>Checks that a framework has everything that HotWeave.Runtime uses; a trimmed one may not.</summary>
internal static class RuntimeFit
{
    /// <summary>The first thing that is missing, by its full name; null when all is there.</summary>
    /// <param name="runtime">The runtime.</param>
    /// <param name="framework">The folder that holds the framework.</param>
    public static string? FindMissing(ModuleDefinition runtime, string framework)
    {
        using var resolver = new FrameworkResolver(framework);
        using var module = CheckedModule.ReadTrusted(File.OpenRead(runtime.FileName), new ReaderParameters { AssemblyResolver = resolver });
        foreach (var type in module.GetTypeReferences())
        {
            if (!IsOnlyDescription(type) && !Resolves(type))
                return type.FullName;
        }

        foreach (var member in module.GetMemberReferences())
        {
            if (!IsOnlyDescription(member.DeclaringType) && !Resolves(member))
                return member.FullName;
        }

        return null;
    }

    // Attributes, their arguments' types and declarative security: the runtime reads past those it does not find.
    private static bool IsOnlyDescription(TypeReference type) =>
        type.Name.EndsWith("Attribute", StringComparison.Ordinal)
        || type.Namespace == "System.Security.Permissions"
        || (type.DeclaringType is { } outer && IsOnlyDescription(outer));

    // Members of arrays exist in no assembly: the runtime makes them.
    private static bool Resolves(MemberReference member)
    {
        try
        {
            return member.DeclaringType is ArrayType || member.Resolve() is not null;
        }
        catch (AssemblyResolutionException)
        {
            return false;
        }
    }

    private sealed class FrameworkResolver(string folder) : IAssemblyResolver
    {
        private readonly Dictionary<string, AssemblyDefinition> _read = new(StringComparer.Ordinal);

        public AssemblyDefinition Resolve(AssemblyNameReference name)
        {
            if (_read.TryGetValue(name.Name, out var known))
                return known;
            var path = Path.Combine(folder, name.Name + ".dll");
            if (!File.Exists(path))
                throw new AssemblyResolutionException(name);
            return _read[name.Name] = CheckedModule.ReadMetadata(path, new ReaderParameters { AssemblyResolver = this }).Assembly;
        }

        public AssemblyDefinition Resolve(AssemblyNameReference name, ReaderParameters parameters) => Resolve(name);

        public void Dispose()
        {
            foreach (var assembly in _read.Values)
                assembly.Dispose();
        }
    }
}
