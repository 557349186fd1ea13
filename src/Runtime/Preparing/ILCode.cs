namespace HotWeave.Preparing;

/// <summary>Numbers of instructions that the check of bodies names (ECMA-335 VI.C.2).</summary>
internal static class ILCode
{
    internal const int Jmp = 0x27;
    internal const int Call = 0x28;
    internal const int Calli = 0x29;
    internal const int Ret = 0x2A;
    internal const int BrShort = 0x2B;
    internal const int BrfalseShort = 0x2C;
    internal const int BltUnShort = 0x37;
    internal const int Br = 0x38;
    internal const int Brfalse = 0x39;
    internal const int Switch = 0x45;
    internal const int Callvirt = 0x6F;
    internal const int Newobj = 0x73;
    internal const int Throw = 0x7A;
    internal const int Endfinally = 0xDC;
    internal const int Leave = 0xDD;
    internal const int LeaveShort = 0xDE;
    internal const int Endfilter = 0xFE11;
    internal const int Constrained = 0xFE16;
    internal const int Rethrow = 0xFE1A;
}
