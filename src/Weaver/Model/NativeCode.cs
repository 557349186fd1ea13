using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Model;

/// <summary>Tells methods that native code calls, or that call it.</summary>
internal static class NativeCode
{
    /// <summary>The attribute of methods that native code calls.</summary>
    public const string EntryAttribute = "System.Runtime.InteropServices.UnmanagedCallersOnlyAttribute";

    /// <summary>Whether the arguments of a method, or of a call in it, are marshalled.</summary>
    public static bool IsIn(MethodDefinition method) =>
        method.HasPInvokeInfo
        || method.CustomAttributes.Any(static a => a.AttributeType.FullName == EntryAttribute)
        || (method.HasBody && method.Body.Instructions.Any(static i
        => i.Operand is CallSite { CallingConvention: not (MethodCallingConvention.Default or MethodCallingConvention.Generic) }));
}
