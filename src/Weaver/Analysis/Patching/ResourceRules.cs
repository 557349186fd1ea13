using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>Names the embedded resources that differ, since a patch does not carry them.</summary>
internal sealed class ResourceRules(DiagnosticSink sink)
{
    public void Check(AssemblyPair pair)
    {
        var old = pair.Old.Resources.OfType<EmbeddedResource>().ToDictionary(static r => r.Name, StringComparer.Ordinal);
        foreach (var resource in pair.New.Resources.OfType<EmbeddedResource>())
        {
            if (!old.TryGetValue(resource.Name, out var partner) || !resource.GetResourceData().SequenceEqual(partner.GetResourceData()))
                sink.Report(EditDiagnostics.ResourcesChanged.At(null, null, resource.Name));
            old.Remove(resource.Name);
        }

        foreach (var gone in old.Keys.OrderBy(static n => n, StringComparer.Ordinal))
            sink.Report(EditDiagnostics.ResourcesChanged.At(null, null, gone));
    }
}
