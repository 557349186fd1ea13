using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Collections.Generic;

namespace HotWeave.Weaver.Model;

/// <summary>
/// The stub of a woven method, read off its instructions: the one place that knows which method is an export, and of which
/// dispatch method. docs/formats.md shows the shapes.
/// </summary>
/// <param name="Slot">The field that holds the dispatch object.</param>
/// <param name="DispatchMethod">The dispatch method, without its generic arguments.</param>
/// <param name="Kind">Where the original instructions are.</param>
/// <param name="BodyIndex">Index of the first original instruction in <paramref name="Home"/>; for moved bodies, that of the first instruction that loads arguments for the body method.</param>
/// <param name="BodyMethod">The method that has the original instructions, for moved bodies only; without its generic arguments.</param>
/// <param name="Home">The method that has the stub: the export, or what the frame of a unit method calls.</param>
/// <param name="Self">How the stub hands over a copy of the struct; null where it hands over the address, or what is no struct.</param>
internal sealed record StubPattern(
    FieldReference Slot, MethodReference DispatchMethod, ExportKind Kind, int BodyIndex, MethodReference? BodyMethod,
        MethodDefinition Home, SelfCopy? Self)
{
    private const int FirstArgument = 4;

    /// <summary>The stub of <paramref name="method"/>; null when it has none.</summary>
    public static StubPattern? Read(MethodDefinition method)
    {
        if (!method.HasBody || UnitPattern.IsBody(method))
            return null;
        return Read(method, UnitPattern.Read(method)?.Body ?? method);
    }

    private static StubPattern? Read(MethodDefinition method, MethodDefinition home)
    {
        if (home.Body.Instructions is not { Count: > FirstArgument + 1 } code)
            return null;
        // What comes out of a constructor goes where the address below points.
        var start = code[0].OpCode.Code == Code.Ldarg_0 ? 1 : 0;
        if (code[start].OpCode.Code != Code.Volatile
            || code[start + 1].OpCode.Code != Code.Ldsfld
            || code[start + 1].Operand is not FieldReference { DeclaringType: { Name: GeneratedName.Slots, Namespace: "" } } slot
            || code[start + 2].OpCode.Code != Code.Dup
            || !IsBranchIfNull(code[start + 3]))
        {
            return null;
        }

        var call = SkipArguments(code, start + FirstArgument);
        if (code[call].OpCode.Code == Code.Tail)
            call++;
        if (code[call].OpCode.Code != Code.Callvirt || code[call].Operand is not MethodReference dispatch)
            return null;

        var dispatchMethod = dispatch.GetElementMethod();
        var unswapped = code.IndexOf((Instruction)code[start + 3].Operand);
        if (start > 0)
            return new StubPattern(slot, dispatchMethod, ExportKind.Constructor, unswapped + 2, null, home, new SelfCopy(true, []));
        if (code[call + 1].OpCode.Code == Code.Ldsfld && code[call + 2].OpCode.Code == Code.Pop && IsBranchIfNull(code[call + 3]))
            return new StubPattern(slot, dispatchMethod, ExportKind.Constructor, unswapped + 1, null, home, null);

        var body = unswapped + 1;
        var moved = MovedTo(method, code, body);
        var copy = code[FirstArgument + 1].OpCode.Code == Code.Ldobj ? ReadCopy(code, call, body) : null;
        return new StubPattern(slot, dispatchMethod, moved is null ? ExportKind.InPlace : ExportKind.Moved, body, moved, home, copy);
    }

    private static bool IsBranchIfNull(Instruction instruction) => instruction.OpCode.Code is Code.Brfalse or Code.Brfalse_S;

    private static int SkipArguments(Collection<Instruction> code, int index)
    {
        while (IsLoadArgument(code[index]) || (index == FirstArgument + 1 && code[index].OpCode.Code == Code.Ldobj))
            index++;
        return index;
    }

    // What stands between the call and the original instructions stores what comes back.
    private static SelfCopy ReadCopy(Collection<Instruction> code, int call, int body)
    {
        var stores = code.Skip(call).Take(body - call).ToList();
        return new SelfCopy(
            stores.Exists(static i => i.OpCode.Code == Code.Stobj), [.. stores.Where(static i =>
                i.OpCode.Code == Code.Stfld).Select(static i => ((FieldReference)i.Operand).Name)]);
    }

    private static bool IsLoadArgument(Instruction instruction) =>
        instruction.OpCode.Code is Code.Ldarg or Code.Ldarg_S or Code.Ldarg_0 or Code.Ldarg_1 or Code.Ldarg_2 or Code.Ldarg_3;

    // A moved body's stub is nothing but the call of a method of the same signature that only weaving names like this. A body in
    // place may begin with the call of another overload's body, and be that call alone where the overload takes fewer arguments.
    private static MethodReference? MovedTo(MethodDefinition method, Collection<Instruction> code, int index)
    {
        index = SkipArguments(code, index);
        if (code[index].OpCode.Code == Code.Tail)
            index++;
        if (index != code.Count - 2 || code[index].OpCode.Code != Code.Call || code[index].Operand is not MethodReference called)
            return null;
        return called.Name.StartsWith(GeneratedName.BodyMethod(method), StringComparison.Ordinal)
            && called.DeclaringType.GetElementType() == method.DeclaringType
            && SignatureText.Plain.Of(called.GetElementMethod(), "") == SignatureText.Plain.Of(method, "")
            ? called.GetElementMethod()
            : null;
    }
}
