using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;
using HotWeave.Weaver.Model.Raw;
using HotWeave.Weaver.Model.Raw.Rows;
using HotWeave.Weaver.Reading;
using HotWeave.Weaver.Reading.Patching;
using Mono.Cecil;

namespace HotWeave.Weaver.Writing.Patching;

/// <summary>
/// Binds the assemblies that a patch brings to what the process has: the versions they ask for are lowered to those deployed, and what they
/// use is looked up there, since a member that
/// is missing would show only when it is called.
/// </summary>
internal sealed class CarriedReferences(PatchRequest request, DeployedReferences deployed, DiagnosticSink sink)
{
    /// <summary>The assemblies as the process can take them. What earlier patches brought is that already.</summary>
    public IReadOnlyList<CarriedAssembly> Bind(IReadOnlyList<FoundDependency> found)
    {
        using var members = deployed.Members();
        List<CarriedAssembly> bound = [.. found.Select(f => f.File is null ? f.Assembly : Bind(f.Assembly, f.File, members))];
        foreach (var assembly in bound)
            sink.Report(EditDiagnostics.DependencyCarried.At(assembly.Name, null, assembly.Name, assembly.Dependency.Version, assembly.BaselineId is null ? "not swappable" : "swappable"));
        return bound;
    }

    private CarriedAssembly Bind(CarriedAssembly assembly, string file, DeployedMembers members)
    {
        using var module = CheckedModule.ReadMetadata(assembly.Dependency.Image);
        Check(module, file, members);
        foreach (var library in module.ModuleReferences.Select(static r => r.Name).Distinct(StringComparer.Ordinal))
        {
            if (NativeFiles.Find(NewBuildFiles.FolderOf(file), library) is { } native && NativeFiles.Find(deployed.Folder, library) is null)
                sink.Report(EditDiagnostics.DependencyNotCarried.At(assembly.Name, null, $"the native library {native}", $"{assembly.Name} {assembly.Dependency.Version} calls it; patches bring assemblies only"));
        }

        return assembly with { Dependency = assembly.Dependency with { Image = Lower(module, assembly.Dependency.Image) } };
    }

    // In place: what else is in the file stays as it was built.
    private byte[] Lower(ModuleDefinition module, byte[] image)
    {
        var lowered = (byte[])image.Clone();
        var tables = new MetadataTables(lowered, new ImageSections(lowered).MetadataRoot);
        for (var row = 1; row <= module.AssemblyReferences.Count; row++)
        {
            if (deployed.Lowered(module.AssemblyReferences[row - 1]) is { } version)
                new AssemblyRefRow(tables, row).SetVersion(version);
        }

        return lowered;
    }

    private void Check(ModuleDefinition module, string file, DeployedMembers members)
    {
        var missing = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in module.GetTypeReferences().Concat(module.GetMemberReferences()))
        {
            // A member of a type that is missing is no news.
            if (DeployedMembers.ScopeOf(member) is { } scope && deployed.Has(scope) && !(member.DeclaringType is { } type && missing.Contains(type.GetElementType().FullName)) && members.Lack(member))
                missing.Add(member.FullName);
        }

        if (missing.Count > 0)
            Report(module.Assembly.Name.Name, file, missing);
    }

    // Bodies are read only now that there is something to say of them.
    private void Report(string name, string file, HashSet<string> missing)
    {
        using var image = new ModuleReader(request.References, new DiagnosticSink()).Read(file);
        foreach (var method in image?.Module.GetTypes().SelectMany(static t => t.Methods).Where(static m => m.HasBody) ?? [])
        {
            foreach (var member in method.Body.Instructions.Select(static i => i.Operand).OfType<MemberReference>().SelectMany(WithType).Where(m => missing.Remove(m.FullName)))
                Report(ReadableName.Describe(method), SymbolLocation.Find(method), member.FullName, DeployedMembers.ScopeOf(member)!);
        }

        using var module = CheckedModule.ReadMetadata(file);
        foreach (var member in module.GetTypeReferences().Concat(module.GetMemberReferences()).Where(m => missing.Remove(m.FullName)))
            Report(name, null, member.FullName, DeployedMembers.ScopeOf(member)!);
    }

    private static IEnumerable<MemberReference> WithType(MemberReference member) => member.DeclaringType is { } type ? [member, type.GetElementType()] : [member];

    private void Report(string user, SourceLocation? location, string member, string scope) =>
        sink.Report(EditDiagnostics.DependencyLacks.At(user, location, user, member, scope, deployed.VersionOf(scope)!));
}
