using HotWeave.Weaver.Reading;
using Mono.Cecil;

namespace HotWeave.Weaver.Planning.Patching.Reach.Callers;

/// <summary>
/// Which methods of assemblies that are not patched ask which assembly calls them: for code of a patch that is the patch.
/// </summary>
internal sealed class AskedCallers
{
    private readonly Dictionary<string, bool> _scopes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, bool> _methods = new(StringComparer.Ordinal);

    /// <summary>
    /// Whether the method's code asks. What the framework asks for is known by name, and an assembly that is not at hand is not looked for.
    /// </summary>
    public bool AreAskedBy(MethodReference method)
    {
        if (method.DeclaringType is ArrayType || method.DeclaringType.GetElementType().Scope is not AssemblyNameReference scope)
            return false;
        if (!_scopes.TryGetValue(scope.Name, out var asks))
            _scopes.Add(scope.Name, asks = !ReferenceResolver.IsOfFramework(scope.Name)
                && NamesCallingAssembly(method.Module.AssemblyResolver, scope));
        if (!asks)
            return false;
        var name = method.GetElementMethod().FullName;
        if (!_methods.TryGetValue(name, out asks))
            _methods.Add(name, asks = method.Resolve() is { } definition && CallerSensitiveMethods.AskForCaller(definition));
        return asks;
    }

    private static bool NamesCallingAssembly(IAssemblyResolver resolver, AssemblyNameReference scope)
    {
        try
        {
            return resolver.Resolve(scope).MainModule.GetMemberReferences().OfType<MethodReference>()
                .Any(CallerSensitiveMethods.IsCallingAssembly);
        }
        catch (AssemblyResolutionException)
        {
            return false; // nothing else needs it, so that it lacks is no error
        }
    }
}
