using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Collections.Generic;

namespace HotWeave.Weaver.Model;

/// <summary>
/// The stub of a woven method, read off its instructions: which method is an export, and of which dispatch method.
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
    /// <summary>The stub of <paramref name="method"/>; null when it has none.</summary>
    public static StubPattern? Read(MethodDefinition method)
    {
        if (!method.HasBody || UnitPattern.IsBody(method))
            return null;
        return Read(method, UnitPattern.Read(method)?.Body ?? method);
    }

    private static StubPattern? Read(MethodDefinition method, MethodDefinition home)
    {
        var code = home.Body.Instructions;
        if (StubShape.Read(new ObjectCode(code)) is not { } shape
            || code[shape.Slot].Operand is not FieldReference { DeclaringType: { Name: GeneratedName.Slots, Namespace: "" } } slot
            || code[shape.Call].Operand is not MethodReference dispatch)
        {
            return null;
        }

        var moved = shape.Moved is { } at ? MovedTo(method, (MethodReference)code[at].Operand) : null;
        var kind = shape.IsConstructor ? ExportKind.Constructor : moved is null ? ExportKind.InPlace : ExportKind.Moved;
        var copy = !shape.Copies ? null : shape.IsConstructor ? new SelfCopy(true, []) : ReadCopy(code, shape);
        return new StubPattern(slot, dispatch.GetElementMethod(), kind, shape.Body, moved, home, copy);
    }

    // What stands between the call and the original instructions stores what comes back.
    private static SelfCopy ReadCopy(Collection<Instruction> code, StubShape shape)
    {
        var stores = code.Skip(shape.Call).Take(shape.Body - shape.Call).ToList();
        var fields = stores.Where(static i => i.OpCode.Code == Code.Stfld).Select(static i => ((FieldReference)i.Operand).Name);
        return new SelfCopy(stores.Exists(static i => i.OpCode.Code == Code.Stobj), [.. fields]);
    }

    // A moved body's stub is nothing but the call of a method of the same signature that only weaving names like this. A body in
    // place may begin with the call of another overload's body, and be that call alone where the overload takes fewer arguments.
    private static MethodReference? MovedTo(MethodDefinition method, MethodReference called) =>
        called.Name.StartsWith(GeneratedName.BodyMethod(method), StringComparison.Ordinal)
            && called.DeclaringType.GetElementType() == method.DeclaringType
            && SignatureText.Plain.Write(called.GetElementMethod(), "") == SignatureText.Plain.Write(method, "")
            ? called.GetElementMethod()
            : null;
}
