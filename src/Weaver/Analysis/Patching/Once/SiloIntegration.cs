using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching.Once;

/// <summary>
/// What HotWeave.Orleans takes into a running silo: serialisers of what the patch adds, and with them the methods that it adds to grain
/// interfaces, which are messages. Grains and interfaces that are new are in no silo's manifest before its next start.
/// </summary>
internal sealed class SiloIntegration(IReadOnlyList<AssemblyMatch> matches)
{
    private const string Extensions = "Orleans.Hosting.HotWeaveSiloBuilderExtensions";

    private readonly Lazy<bool> _isDeployed = new(() => matches.Any(static m => Integration.Calls(m.Pair.Old, Extensions, "UseHotWeave")));

    /// <summary>Whether a message reaches a new method of a deployed grain in the process as it is.</summary>
    public bool Serves(MethodDefinition method) =>
        _isDeployed.Value && FrameworkEntryPoints.IsOfGrain(method.DeclaringType) && !method.HasGenericParameters;

    /// <summary>The new types that Orleans serialises and nobody tells it of: requests aside, which go with their methods.</summary>
    public IEnumerable<TypeReference> FindUnserved() =>
        _isDeployed.Value
            ? []
            : from match in matches
              from type in match.Untouched.OthersIn(match.Pair.New)
              where match.OldOf(type) is null
              let serialised = OrleansCode.FindSerialised(type)
              where serialised is not null && !(serialised.GetElementType() is TypeDefinition own && OrleansCode.IsGenerated(own))
              select serialised;
}
