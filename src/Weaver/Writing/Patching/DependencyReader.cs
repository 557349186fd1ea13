using HotWeave.Patches.Format;
using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Reading;
using Mono.Cecil;

namespace HotWeave.Weaver.Writing.Patching;

/// <summary>Collects the assemblies that the new build brings along: the patch needs them, directly or not, and the deployed build does not have them.</summary>
internal sealed class DependencyReader(PatchRequest request, DeployedReferences deployed, DiagnosticSink sink)
{
    private readonly SortedDictionary<string, PatchDependency> _found = new(StringComparer.Ordinal);

    /// <summary>The assemblies, in ordinal order of their names. What is found nowhere is left to the process that takes the patch.</summary>
    public IReadOnlyList<PatchDependency> Collect(ModuleDefinition patch)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var work = new Queue<string>(patch.AssemblyReferences.Select(static r => r.Name));
        while (work.Count > 0)
        {
            var name = work.Dequeue();
            if (!seen.Add(name) || deployed.IsOwn(name) || deployed.VersionOf(name) is not null || ReferenceResolver.IsOfFramework(name))
                continue;
            foreach (var next in Read(name))
                work.Enqueue(next);
        }

        return [.. _found.Values];
    }

    private IEnumerable<string> Read(string name)
    {
        foreach (var file in Candidates(name))
        {
            var bytes = File.ReadAllBytes(file);
            var kind = PortableExecutableHeaders.Classify(bytes);
            if (kind is not (ImageKind.ILOnly or ImageKind.ReadyToRun))
            {
                sink.Report(EditDiagnostics.DependencyNotCarried.At(name, null, name, $"{Path.GetFileName(file)} is no assembly of IL alone"));
                return [];
            }

            using var module = ModuleDefinition.ReadModule(new MemoryStream(bytes));
            if (module.Assembly.CustomAttributes.Any(static a => a.AttributeType.Name == "ReferenceAssemblyAttribute"))
                continue; // only compiled against
            if ((kind == ImageKind.ReadyToRun ? WithoutNativeCode(file) : bytes) is not { } image)
                return [];
            var version = module.Assembly.Name.Version.ToString();
            _found.Add(name, new PatchDependency(name, version, image, kind == ImageKind.ReadyToRun ? [] : Symbols(file)));
            sink.Report(EditDiagnostics.DependencyCarried.At(name, null, name, version));
            return [.. module.AssemblyReferences.Select(static r => r.Name)];
        }

        return [];
    }

    private IEnumerable<string> Candidates(string name)
    {
        IEnumerable<string> places = [Path.Combine(DeployedReferences.FolderOf(request.NewPath), name + ".dll"), .. request.References.Select(r => Directory.Exists(r) ? Path.Combine(r, name + ".dll") : r)];
        return places.Where(f => string.Equals(Path.GetFileNameWithoutExtension(f), name, StringComparison.OrdinalIgnoreCase) && File.Exists(f));
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
        var symbols = File.Exists(path) ? File.ReadAllBytes(path) : [];
        return symbols.Length > 4 && BitConverter.ToUInt32(symbols, 0) == 0x424A5342 ? symbols : [];
    }
}
