using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching.Once;

/// <summary>
/// Grains and actors that are told of swaps, and may do once more what they did when they were made. One that asks for its end there does
/// all of it: the next call makes another.
/// </summary>
internal sealed class ToldObjects(CodeHeads heads)
{
    private static readonly HashSet<string> s_interfaces = new(StringComparer.Ordinal) { "HotWeave.Orleans.IOnCodeChange", "HotWeave.Akka.IOnCodeChange" };
    private static readonly HashSet<string> s_names = new(StringComparer.Ordinal) { "OnCodeChangeAsync", "OnCodeChange" };

    /// <summary>Whether objects of a type are told.</summary>
    public static bool AreTold(TypeDefinition type) => FrameworkTypes.HasAbove(type, static t => s_interfaces.Contains(t.FullName));

    /// <summary>What a build's types do when they are told.</summary>
    public IEnumerable<MethodDefinition> FindTelling(ModuleDefinition module) =>
        module.GetTypes().Where(static t => t.IsClass && t.HasMethods && AreTold(t)).SelectMany(FindTelling);

    /// <summary>Whether an object that is told runs a head again, or ends.</summary>
    public bool RunsAgain(TypeDefinition type, MethodDefinition head) =>
        AreTold(type) && FindTelling(type).SelectMany(heads.ListBodies).SelectMany(static b => b.Body.Instructions)
            .Select(static i => i.Operand).OfType<MethodReference>().Any(c => EndsObject(c) || Means(c, head));

    // A call of an override names the method that the base class declares.
    private bool Means(MethodReference called, MethodDefinition head) =>
        head.IsVirtual ? called.Name == head.Name && called.Parameters.Count == head.Parameters.Count : heads.FindOwn(called) == head;

    private static bool EndsObject(MethodReference called) =>
        called.Name == "DeactivateOnIdle" && called.DeclaringType.Namespace.StartsWith("Orleans", StringComparison.Ordinal);

    // Also where the interface's method is implemented explicitly. A base class may do it.
    private IEnumerable<MethodDefinition> FindTelling(TypeDefinition type)
    {
        for (var next = type; next is not null; next = next.BaseType as TypeDefinition)
        {
            foreach (var method in next.Methods.Where(static m => m is { IsVirtual: true, HasBody: true } && s_names.Contains(NameOf(m))))
            {
                foreach (var head in heads.ListHeads(method).Where(static h => h.HasBody))
                    yield return head;
            }
        }
    }

    private static string NameOf(MethodDefinition method) => method.Name.Substring(method.Name.LastIndexOf('.') + 1);
}
