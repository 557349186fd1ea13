using System.Reflection;
using System.Reflection.Emit;
using HarmonyLib;

namespace HotWeave.Harmony.Stubs;

/// <summary>
/// What Harmony has run over the code of methods. Its finished stubs are those of woven code (docs/formats.md), without tail calls, since
/// Harmony turns each return into a branch to the method's end:
/// <code>
///   volatile. ldsfld slot; dup; brfalse none; ldarg…; callvirt D::M; ret; none: pop; body:
///   of a constructor: … callvirt bool D::_ctor; brfalse body; ret; none: pop; body: nop
/// </code>
/// </summary>
internal static class StubTranspiler
{
    /// <summary>The transpiler that puts the stub in front.</summary>
    public static MethodInfo Stub { get; } = Method(nameof(PutStubInFront));

    /// <summary>The transpiler that changes nothing, so that the method is compiled anew.</summary>
    public static MethodInfo Keep { get; } = Method(nameof(KeepCode));

    // Last of all transpilers: what stands before a stub would run in every version.
    private static IEnumerable<CodeInstruction> PutStubInFront(
        IEnumerable<CodeInstruction> instructions, ILGenerator generator, MethodBase original) =>
        StubTable.Find(original) is { } stub ? [.. Write(stub, generator), .. instructions] : instructions;

    private static IEnumerable<CodeInstruction> KeepCode(IEnumerable<CodeInstruction> instructions) => instructions;

    private static IEnumerable<CodeInstruction> Write(Stub stub, ILGenerator generator)
    {
        var none = generator.DefineLabel();
        yield return new CodeInstruction(OpCodes.Volatile);
        yield return new CodeInstruction(OpCodes.Ldsfld, stub.Slot);
        yield return new CodeInstruction(OpCodes.Dup);
        yield return new CodeInstruction(OpCodes.Brfalse, none);
        for (var i = 0; i < stub.Arguments; i++)
            yield return LoadArgument(i);
        yield return new CodeInstruction(OpCodes.Callvirt, stub.Dispatch);
        var body = generator.DefineLabel();
        if (stub.Method.IsConstructor)
            yield return new CodeInstruction(OpCodes.Brfalse, body);
        yield return new CodeInstruction(OpCodes.Ret);
        yield return Labelled(OpCodes.Pop, none);
        // The body may begin with a protected region, into which nothing may branch.
        yield return Labelled(OpCodes.Nop, body);
    }

    private static CodeInstruction Labelled(OpCode code, Label label)
    {
        var instruction = new CodeInstruction(code);
        instruction.labels.Add(label);
        return instruction;
    }

    private static CodeInstruction LoadArgument(int index) => index switch
    {
        0 => new CodeInstruction(OpCodes.Ldarg_0),
        1 => new CodeInstruction(OpCodes.Ldarg_1),
        2 => new CodeInstruction(OpCodes.Ldarg_2),
        3 => new CodeInstruction(OpCodes.Ldarg_3),
        <= byte.MaxValue => new CodeInstruction(OpCodes.Ldarg_S, (byte)index),
        _ => new CodeInstruction(OpCodes.Ldarg, (short)index),
    };

    private static MethodInfo Method(string name) => typeof(StubTranspiler).GetMethod(name, BindingFlags.Static | BindingFlags.NonPublic)!;
}
