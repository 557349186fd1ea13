using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching.Once;

/// <summary>
/// What is entered as a whole: a method that a person wrote, a lambda or a local function, each with the state machine that runs it. What a
/// method does itself and what its lambdas do are told apart by it, since they run at different times.
/// </summary>
internal sealed class CodeHeads(IReadOnlyList<AssemblyMatch> matches)
{
    private readonly Dictionary<ModuleDefinition, AssemblyMatch> _matches = matches.ToDictionary(static m => m.Pair.New);
    private readonly HashSet<string> _names = new(matches.Select(static m => m.Pair.Name), StringComparer.Ordinal);

    /// <summary>The match that a method of a new build belongs to.</summary>
    public AssemblyMatch MatchOf(MethodDefinition method) => _matches[method.Module];

    /// <summary>The definition in these modules that a reference means; null when it is of another assembly.</summary>
    public MethodDefinition? FindOwn(MethodReference reference)
    {
        var element = reference.DeclaringType.GetElementType();
        var isOwn = element is TypeDefinition || (element.Scope is AssemblyNameReference scope && _names.Contains(scope.Name));
        return isOwn ? reference.Resolve() : null;
    }

    /// <summary>The head that a body of a new build belongs to; itself where it is one.</summary>
    public MethodDefinition FindHead(MethodDefinition body)
    {
        var keys = MatchOf(body).NewKeys;
        var root = keys.RootOf(body);
        return IsHead(body) ? body : FindHead(body, root, StateMachines.Roots(keys.TreeOf(root)));
    }

    /// <summary>The heads of a method that a person wrote, itself first.</summary>
    public IEnumerable<MethodDefinition> ListHeads(MethodDefinition root) => MatchOf(root).NewKeys.TreeOf(root).Where(m => m == root || IsHead(m));

    /// <summary>The bodies that run a call of a head of a new build.</summary>
    public IReadOnlyList<MethodDefinition> ListBodies(MethodDefinition head) => ListBodies(head, MatchOf(head).NewKeys);

    /// <summary>The bodies that run a call of a head of the build that the keys are of.</summary>
    public static IReadOnlyList<MethodDefinition> ListBodies(MethodDefinition head, GeneratedKeys keys)
    {
        var root = keys.RootOf(head);
        var tree = keys.TreeOf(root);
        var machines = StateMachines.Roots(tree);
        return [.. tree.Where(m => m.HasBody && FindHead(m, root, machines) == head)];
    }

    // Compilers that name no state machine leave what is no lambda to the method around it.
    private static MethodDefinition FindHead(MethodDefinition body, MethodDefinition root, Dictionary<TypeDefinition, MethodDefinition> machines) =>
        body == root || IsHead(body) ? body : machines.TryGetValue(body.DeclaringType, out var head) ? head : root;

    private static bool IsHead(MethodDefinition method) => GeneratedCode.IsLambdaOrLocalFunction(method) || !GeneratedCode.IsGenerated(method.DeclaringType);
}
