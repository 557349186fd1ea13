using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>Finds the methods that a person wrote whose code, lambdas included, uses any of some static fields, over all assemblies of a patch.</summary>
internal sealed class FieldReaders
{
    private readonly HashSet<MethodDefinition> _methods = [];

    public FieldReaders(HashSet<FieldDefinition> fields, IReadOnlyList<AssemblyMatch> matches)
    {
        if (fields.Count == 0)
            return;
        var names = new HashSet<string>(fields.Select(static f => f.Name), StringComparer.Ordinal);
        foreach (var match in matches)
        {
            foreach (var method in match.Pair.New.GetTypes().SelectMany(static t => t.Methods).Where(static m => m.HasBody))
            {
                // A static constructor does not run again; lambdas in it are code like any other.
                var root = match.NewKeys.RootOf(method);
                if (root == method && method is { IsConstructor: true, IsStatic: true })
                    continue;
                if (method.Body.Instructions.Any(i => i.Operand is FieldReference field && names.Contains(field.Name) && field.Resolve() is { } definition && fields.Contains(definition)))
                    _methods.Add(root);
            }
        }
    }

    /// <summary>The methods, in the order of the assemblies.</summary>
    public IEnumerable<MethodDefinition> Methods => _methods;
}
