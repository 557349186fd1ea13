namespace HotWeave.Preparing;

/// <summary>The operand of every IL instruction (ECMA-335 III.1.9 and the instruction's own section).</summary>
internal static class ILOperands
{
    // One letter per opcode: - none, 1 1 byte, 2 2 bytes, 4 4 bytes, 8 8 bytes, T token, S switch, ? not an instruction
    // (nor is "no.", which the runtime does not implement).
    // Rows of 16, 0x00 to 0xFF.
    private const string OneByte =
        "--------------11" + // nop break ldarg.0-3 ldloc.0-3 stloc.0-3 ldarg.s ldarga.s
        "1111-----------1" + // starg.s ldloc.s ldloca.s stloc.s ldnull ldc.i4.m1-8 ldc.i4.s
        "4848?--TTT-11111" + // ldc.i4 ldc.i8 ldc.r4 ldc.r8 - dup pop jmp call calli ret br.s brfalse.s brtrue.s beq.s bge.s
        "1111111144444444" + // bgt.s ble.s blt.s bne.un.s bge.un.s bgt.un.s ble.un.s blt.un.s br brfalse brtrue beq bge bgt ble blt
        "44444S----------" + // bne.un bge.un bgt.un ble.un blt.un switch ldind.*
        "----------------" + // ldind.r8 ldind.ref stind.* add sub mul div div.un rem rem.un and or
        "---------------T" + // xor shl shr shr.un neg not conv.* callvirt
        "TTTTTT-??T-TTTTT" + // cpobj ldobj ldstr newobj castclass isinst conv.r.un - - unbox throw ldfld ldflda stfld ldsfld ldsflda
        "TT----------TT-T" + // stsfld stobj conv.ovf.*.un box newarr ldlen ldelema
        "----------------" + // ldelem.* stelem.*
        "---TTT??????????" + // stelem.r4 stelem.r8 stelem.ref ldelem stelem unbox.any
        "???--------?????" + // conv.ovf.i1 to conv.ovf.u8
        "??T-??T?????????" + // refanyval ckfinite mkrefany
        "T------------41-" + // ldtoken conv.* add.ovf … sub.ovf.un endfinally leave leave.s stind.i
        "-???????????????" + // conv.u
        "????????????????";

    // After 0xFE, 0x00 to 0x1E.
    private const string TwoByte =
        "------TT?222222-" + // arglist ceq cgt cgt.un clt clt.un ldftn ldvirtftn - ldarg ldarga starg ldloc ldloca stloc localloc
        "?-1--TT--?-?T--";   // - endfilter unaligned. volatile. tail. initobj constrained. cpblk initblk (no.) rethrow - sizeof refanytype readonly.

    internal static char Of(byte opcode) => OneByte[opcode];

    internal static char OfPrefixed(byte opcode) => opcode < TwoByte.Length ? TwoByte[opcode] : '?';
}
