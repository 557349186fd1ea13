using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;
using HotWeave.Weaver.Planning.Patching;
using HotWeave.Weaver.Planning.Patching.Reach;
using HotWeave.Weaver.Reading;
using HotWeave.Weaver.Reading.Patching;
using Mono.Cecil;

namespace HotWeave.Weaver.Writing.Patching;

/// <summary>
/// Binds what a patch refers to outside of the application's own assemblies to the versions that are deployed: the process has those, and keeps them until a restart.
/// What the deployed versions lack is refused by member and line.
/// </summary>
internal sealed class DeployedReferences
{
    private readonly PatchPlan _plan;
    private readonly DiagnosticSink _sink;
    private readonly IReadOnlyList<ModuleDefinition> _deployed;
    private readonly IReadOnlyList<CarriedAssembly> _carried;
    private readonly HashSet<string> _reported = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Version?> _versions = new(StringComparer.Ordinal);

    public DeployedReferences(PatchRequest request, PatchPlan plan, IReadOnlyList<CarriedAssembly> carried, DiagnosticSink sink)
    {
        _carried = carried;
        _plan = plan;
        _sink = sink;
        Folder = NewBuildFiles.FolderOf(request.BaselinePath);
        _deployed = [.. plan.Matches.Select(static m => m.Pair.Deployed.Woven)];
    }

    /// <summary>Where the deployed assemblies are.</summary>
    public string Folder { get; }

    /// <summary>The version of an assembly that the deployed build has beside it or refers to, or that an earlier patch brought; null when there is none.</summary>
    public Version? VersionOf(string name)
    {
        if (!_versions.TryGetValue(name, out var version))
            _versions.Add(name, version = CarriedOf(name) is { } carried ? Version.Parse(carried.Dependency.Version) : FileOf(name) is { } file ? VersionIn(file) : VersionReferredTo(name));
        return version;
    }

    /// <summary>Says which versions the process keeps, and refuses what code of the patch uses that they lack.</summary>
    public void Check(PatchReach reach)
    {
        var older = new HashSet<string>(StringComparer.Ordinal);
        foreach (var reference in reach.References.Where(r => !IsOwn(r.Name)))
        {
            var isLowered = Lowered(reference, IsCore(reference)) is not null;
            if (CarriedOf(reference.Name) is not null || (isLowered && FileOf(reference.Name) is not null))
                older.Add(reference.Name);
        }

        if (older.Count > 0)
            Check(reach.Code.Values, older);
    }

    /// <summary>Lowers the versions that the patch asks for.</summary>
    public void Bind(ModuleDefinition patch)
    {
        foreach (var reference in patch.AssemblyReferences.Where(r => !IsOwn(r.Name)))
        {
            if (Lowered(reference, IsCore(reference)) is { } deployed)
                reference.Version = deployed;
        }
    }

    /// <summary>The deployed version of an assembly, where a reference asks for a newer one; null where it need not change.</summary>
    /// <param name="reference">The reference.</param>
    /// <param name="isCore">Whether to speak of it as of the framework.</param>
    public Version? Lowered(AssemblyNameReference reference, bool isCore = false)
    {
        if ((VersionOf(reference.Name) ?? VersionOfFramework(reference)) is not { } deployed || deployed >= reference.Version)
            return null;
        if (!IsOwn(reference.Name) && CarriedOf(reference.Name) is null && (!ReferenceResolver.IsOfFramework(reference.Name) || isCore) && _reported.Add(reference.Name))
            _sink.Report(EditDiagnostics.DependencyKept.At(reference.Name, null, reference.Name, reference.Version, deployed));
        return deployed;
    }

    /// <summary>Whether the members of an assembly can be looked up: it lies beside the deployed build, or an earlier patch brought it.</summary>
    public bool Has(string name) => CarriedOf(name) is not null || (FileOf(name) is not null && !ReferenceResolver.IsOfFramework(name));

    /// <summary>Looks up members of deployed assemblies.</summary>
    public DeployedMembers Members() => new(Folder, _carried);

    /// <summary>Whether an assembly is one of those that the patch is about, or HotWeave's own.</summary>
    public bool IsOwn(string name) =>
        name == "HotWeave.Runtime" || _plan.Matches.Any(m => m.Pair.Name == name) || _plan.Earlier.Any(e => e.Part.Assembly == name);

    // A build for a newer framework asks for the newer version of all its parts.
    private Version? VersionOfFramework(AssemblyNameReference reference)
    {
        if (!ReferenceResolver.IsOfFramework(reference.Name))
            return null;
        var now = _plan.Matches.Select(static m => m.Pair.New.TypeSystem.CoreLibrary).OfType<AssemblyNameReference>().FirstOrDefault();
        return now?.Version == reference.Version ? VersionOf(now.Name) : null;
    }

    private CarriedAssembly? CarriedOf(string name) => _carried.FirstOrDefault(c => c.Name == name);

    private string? FileOf(string name)
    {
        var file = Path.Combine(Folder, name + ".dll");
        return File.Exists(file) ? file : null;
    }

    private Version? VersionReferredTo(string name) =>
        _deployed.SelectMany(static m => m.AssemblyReferences).Where(r => r.Name == name).Select(static r => r.Version).OrderByDescending(static v => v).FirstOrDefault();

    private static Version? VersionIn(string file)
    {
        if (PortableExecutableHeaders.Classify(InputFile.ReadAllBytes(file)) is ImageKind.NotExecutable or ImageKind.Truncated or ImageKind.Native)
            return null;
        using var module = CheckedModule.ReadMetadata(file);
        return module.Assembly?.Name.Version;
    }

    private bool IsCore(AssemblyNameReference reference) => _deployed.Any(m => m.TypeSystem.CoreLibrary.Name == reference.Name);

    private void Check(IEnumerable<BodyReach> code, HashSet<string> older)
    {
        using var members = Members();
        foreach (var body in code)
        {
            foreach (var member in body.FindCopied().Where(m => DeployedMembers.ScopeOf(m) is { } scope && older.Contains(scope)).Distinct())
            {
                if (members.Lack(member))
                    Report(body.Source, member, DeployedMembers.ScopeOf(member)!);
            }
        }
    }

    private void Report(MethodDefinition user, MemberReference member, string scope)
    {
        var name = ReadableName.Describe(user);
        _sink.Report(EditDiagnostics.DependencyLacks.At(name, SymbolLocation.Find(user), name, member.FullName, scope, VersionOf(scope)!));
    }
}
