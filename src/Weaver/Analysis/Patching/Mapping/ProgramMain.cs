using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching.Mapping;

/// <summary>What a program begins with.</summary>
internal static class ProgramMain
{
    /// <summary>The method that a person wrote, and the body that runs it; null where a module is no program.</summary>
    // An asynchronous Main is begun by a method of the compiler's.
    public static (MethodDefinition Head, MethodDefinition Body)? Find(ModuleDefinition module)
    {
        if (module.EntryPoint is not { HasBody: true } head)
            return null;
        if (head.Name == "<Main>")
            head = FindBegun(head) ?? head;
        var body = FindBody(head);
        return body.HasBody ? (head, body) : null;
    }

    /// <summary>The body that does what a method says: that of its state machine, where it has one.</summary>
    public static MethodDefinition FindBody(MethodDefinition head) =>
        StateMachines.FindType(head)?.Methods.FirstOrDefault(static m => m.Name == "MoveNext") ?? head;

    private static MethodDefinition? FindBegun(MethodDefinition main) =>
        main.Body.Instructions.Select(static i => i.Operand).OfType<MethodDefinition>().FirstOrDefault(m => m.DeclaringType == main.DeclaringType);
}
