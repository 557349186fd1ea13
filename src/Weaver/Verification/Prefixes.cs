using HotWeave.Weaver.Verification.Types;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Verification;

/// <summary>The prefixes before an instruction (ECMA-335 III.2), and whether it takes them.</summary>
internal sealed class Prefixes
{
    private readonly List<Code> _waiting = [];

    /// <summary>The type of a <c>constrained.</c> prefix.</summary>
    public ILType? Constrained { get; private set; }

    public bool IsReadOnly => _waiting.Contains(Code.Readonly);

    public bool IsTail => _waiting.Contains(Code.Tail);

    public bool IsEmpty => _waiting.Count == 0;

    public static bool IsPrefix(Code code) =>
        code is Code.Constrained or Code.Readonly or Code.Tail or Code.Volatile or Code.Unaligned or Code.No;

    public void Add(Code prefix, ILType? type)
    {
        _waiting.Add(prefix);
        Constrained = type ?? Constrained;
    }

    public void Clear()
    {
        _waiting.Clear();
        Constrained = null;
    }

    /// <summary>Refuses prefixes that an instruction does not take.</summary>
    public void Check(Code code)
    {
        foreach (var prefix in _waiting)
        {
            if (!Takes(code, prefix))
                throw new InvalidBodyException($"an instruction that takes the prefix {prefix}", code.ToString());
        }
    }

    private static bool Takes(Code code, Code prefix) => prefix switch
    {
        Code.Constrained => code is Code.Callvirt or Code.Call or Code.Ldftn,
        Code.Readonly => code is Code.Ldelema or Code.Call or Code.Callvirt, // the Address methods of arrays
        Code.Tail => code is Code.Call or Code.Callvirt or Code.Calli,
        Code.Volatile => IsMemoryAccess(code) || code is Code.Ldsfld or Code.Stsfld,
        Code.Unaligned => IsMemoryAccess(code),
        _ => true,
    };

    private static bool IsMemoryAccess(Code code) =>
        code is (>= Code.Ldind_I1 and <= Code.Stind_R8) or Code.Stind_I or Code.Ldfld or Code.Stfld or Code.Ldobj or Code.Stobj or Code.Initblk or Code.Cpblk;
}
