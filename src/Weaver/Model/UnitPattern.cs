using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Model;

/// <summary>The frame of a woven unit method, read off its instructions. docs/formats.md shows the shapes.</summary>
/// <param name="Name">The name of the unit.</param>
/// <param name="Body">The method that has what stood in the unit method: its stub, if it is an export, and the original
/// instructions.</param>
/// <param name="Call">The method that calls <paramref name="Body"/> with arguments out of an array; null where nothing waits for the gate
/// without a thread.</param>
internal sealed record UnitPattern(string Name, MethodDefinition Body, MethodDefinition? Call)
{
    /// <summary>The support of frames in the runtime.</summary>
    public const string FrameType = "HotWeave.Runtime.UnitFrame";

    /// <summary>Whether a module has any frames.</summary>
    public static bool IsIn(ModuleDefinition module) => module.TryGetTypeReference(FrameType, out _);

    /// <summary>The frame of <paramref name="method"/>; null when it has none.</summary>
    public static UnitPattern? Read(MethodDefinition method)
    {
        if (!method.HasBody || method.Body.Instructions is not { Count: > 2 } code || code[0] is not { OpCode.Code: Code.Ldstr, Operand: string name }
            || !code.Any(static i => i.Operand is MethodReference { DeclaringType.FullName: FrameType }))
        {
            return null;
        }

        var call = Named(method, GeneratedName.UnitCallMethod(method), method);
        var body = Named(method, GeneratedName.UnitMethod(method), method) ?? (call is null ? null : Named(call, GeneratedName.UnitMethod(method), method));
        return body is null ? null : new UnitPattern(name, body, call);
    }

    /// <summary>Whether <paramref name="method"/> is one that a frame calls.</summary>
    public static bool IsBody(MethodDefinition method) =>
        method.Name[0] == '<' && (method.Name.EndsWith(">unit", StringComparison.Ordinal) || method.Name.Contains(">unit_"));

    private static MethodDefinition? Named(MethodDefinition caller, string name, MethodDefinition unit)
    {
        foreach (var instruction in caller.Body.Instructions)
        {
            if (instruction.Operand is MethodReference reference && reference.Name.StartsWith(name, StringComparison.Ordinal)
                && reference.DeclaringType.GetElementType() == unit.DeclaringType)
            {
                return reference.GetElementMethod() as MethodDefinition ?? reference.Resolve();
            }
        }

        return null;
    }
}
