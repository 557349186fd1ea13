using HotWeave.Patches.Format;
using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;
using HotWeave.Weaver.Reading;
using HotWeave.Weaver.Reading.Patching;
using Mono.Cecil;

namespace HotWeave.Weaver.Writing.Patching;

/// <summary>
/// Collects the assemblies that are not deployed and that a patch brings: those that earlier patches brought, as they are in processes since, and what else the patch needs,
/// directly or not, of the new build.
/// </summary>
internal sealed class DependencyReader(PatchRequest request, DeployedReferences deployed, IReadOnlyList<CarriedAssembly> earlier, DiagnosticSink sink)
{
    private readonly SortedDictionary<string, FoundDependency> _found = new(StringComparer.Ordinal);

    /// <summary>The assemblies, in ordinal order of their names. What is found nowhere is left to the process that takes the patch.</summary>
    /// <param name="references">The names of the assemblies that the patch refers to.</param>
    public IReadOnlyList<FoundDependency> Collect(IEnumerable<string> references)
    {
        foreach (var carried in earlier)
            Keep(carried);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var work = new Queue<string>(references);
        while (work.Count > 0)
        {
            var name = work.Dequeue();
            if (!seen.Add(name) || deployed.IsOwn(name) || deployed.VersionOf(name) is not null || ReferenceResolver.IsOfFramework(name))
                continue;
            if (Read(name) is not { } found)
                continue;
            _found.Add(name, found.Dependency);
            foreach (var next in found.References)
                work.Enqueue(next);
        }

        return [.. _found.Values];
    }

    private void Keep(CarriedAssembly carried)
    {
        _found.Add(carried.Name, new FoundDependency(carried, null));
        if (NewBuildFiles.Find(request, carried.Name) is null || Read(carried.Name)?.Dependency.Assembly.Dependency is not { } now)
            return;
        if (carried.BaselineId is null && MvidOf(now) != MvidOf(carried.Dependency))
            sink.Report(EditDiagnostics.CarriedKept.At(carried.Name, null, carried.Name, carried.Dependency.Version));
        // Those of woven ones are compared with their assembly.
        if (carried.BaselineId is not null)
            return;
        foreach (var culture in Cultures(now, carried.Dependency).Union(Cultures(carried.Dependency, now)).OrderBy(static c => c, StringComparer.Ordinal))
            sink.Report(EditDiagnostics.ResourcesChanged.At(carried.Name, null, $"{culture}/{carried.Name}.resources.dll", "an earlier patch brought the assembly"));
    }

    // Bound to what is deployed, an assembly has other bytes than its build gave it, and the same id.
    private static Guid MvidOf(PatchDependency dependency)
    {
        using var module = CheckedModule.ReadMetadata(dependency.Image);
        return module.Mvid;
    }

    // The cultures of one build for which the other has not the same.
    private static IEnumerable<string> Cultures(PatchDependency one, PatchDependency other) =>
        one.Satellites.Where(s => !other.Satellites.Any(o => o.Culture == s.Culture && o.Image.SequenceEqual(s.Image))).Select(static s => s.Culture);

    private (FoundDependency Dependency, IReadOnlyList<string> References)? Read(string name)
    {
        foreach (var file in NewBuildFiles.Candidates(request, name))
        {
            var bytes = InputFile.ReadAllBytes(file);
            var kind = PortableExecutableHeaders.Classify(bytes);
            if (kind is not (ImageKind.ILOnly or ImageKind.ReadyToRun))
            {
                sink.Report(EditDiagnostics.DependencyNotCarried.At(name, null, name, $"{Path.GetFileName(file)} is no assembly of IL alone"));
                return null;
            }

            using var module = CheckedModule.ReadMetadata(bytes, file);
            if (NewBuildFiles.IsReferenceAssembly(module))
                continue;
            if ((kind == ImageKind.ReadyToRun ? WithoutNativeCode(file) : bytes) is not { } image)
                return null;
            var dependency = new PatchDependency(name, module.Assembly.Name.Version.ToString(), image, kind == ImageKind.ReadyToRun ? [] : Symbols(file), SatelliteFiles.ReadAll(file, name));
            return (new FoundDependency(new CarriedAssembly(dependency, BaselineMark.Read(module.Assembly)?.Id), file), [.. module.AssemblyReferences.Select(static r => r.Name)]);
        }

        return null;
    }

    // Precompiled code is for one kind of machine; a process that takes patches compiles.
    private byte[]? WithoutNativeCode(string file)
    {
        using var image = new ModuleReader(request.References, sink) { KeepsNativeCode = true }.Read(file);
        return image is null ? null : ModuleWriter.Write(image, null, sink)?.Assembly;
    }

    // "BSJB": the metadata root of a portable PDB (ECMA-335 II.24.2.1).
    private static byte[] Symbols(string file)
    {
        var path = Path.ChangeExtension(file, ".pdb");
        var symbols = File.Exists(path) ? InputFile.ReadAllBytes(path) : [];
        return symbols.Length > 4 && BitConverter.ToUInt32(symbols, 0) == 0x424A5342 ? symbols : [];
    }
}

/// <summary>An assembly that a patch brings.</summary>
/// <param name="Assembly">The assembly.</param>
/// <param name="File">Where the new build has it; null where it is what an earlier patch brought.</param>
internal sealed record FoundDependency(CarriedAssembly Assembly, string? File);
