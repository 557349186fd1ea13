using Mono.Cecil;

namespace HotWeave.Weaver.Model;

/// <summary>What a run of a body begins with: for the steps of a state machine the method that makes it.</summary>
internal static class Activation
{
    /// <summary>The method that is called, or made a delegate of, to run the body.</summary>
    public static MethodDefinition Find(MethodDefinition body)
    {
        var type = body.DeclaringType;
        if (!GeneratedCode.IsStateMachine(type))
            return body;
        var methods = Types(GeneratedCode.UserTypeOf(type)).SelectMany(static t => t.Methods);
        return methods.FirstOrDefault(m => StateMachines.FindType(m) == type) is { } kickOff && kickOff != body ? Find(kickOff) : body;
    }

    /// <summary>Whether a method is what the process is started with, or what that waits for: an asynchronous <c>Main</c>.</summary>
    public static bool IsEntryPoint(MethodDefinition method)
    {
        var entry = method.Module.EntryPoint;
        return entry is not null && (method == entry || (entry.Name == "<Main>" && method.DeclaringType == entry.DeclaringType && method.Name is "Main" or "<Main>$"));
    }

    private static IEnumerable<TypeDefinition> Types(TypeDefinition type) => type.NestedTypes.Where(GeneratedCode.IsGenerated).SelectMany(Types).Prepend(type);
}
