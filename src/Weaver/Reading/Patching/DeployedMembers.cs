using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Reading.Patching;

/// <summary>
/// Looks up members where a process that takes a patch has them: in the deployed assemblies, and in those that earlier patches brought.
/// </summary>
internal sealed class DeployedMembers : IDisposable
{
    private readonly ReferenceResolver _resolver;
    private readonly MetadataResolver _members;

    public DeployedMembers(string folder, IReadOnlyList<CarriedAssembly> carried)
    {
        _resolver = new ReferenceResolver(folder, []);
        _members = new MetadataResolver(_resolver);
        foreach (var assembly in carried)
            _resolver.Add(CheckedModule.ReadMetadata(assembly.Dependency.Image, null, new ReaderParameters { AssemblyResolver = _resolver }).Assembly);
    }

    /// <summary>The simple name of the assembly that a reference leads to; null where it is of none.</summary>
    public static string? ScopeOf(MemberReference member)
    {
        var type = member as TypeReference ?? member.DeclaringType;
        return type is null or ArrayType ? null : (type.GetElementType().Scope as AssemblyNameReference)?.Name;
    }

    /// <summary>Whether a member is not there.</summary>
    public bool Lack(MemberReference member)
    {
        try
        {
            return member switch
            {
                MethodReference method => _members.Resolve(method) is null,
                FieldReference field => _members.Resolve(field) is null,
                TypeReference type => _members.Resolve(type) is null,
                _ => false,
            };
        }
        catch (AssemblyResolutionException)
        {
            return false; // the process will tell
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _resolver.Dispose();
}
