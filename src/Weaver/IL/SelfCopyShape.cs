using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.IL;

/// <summary>
/// The static shape of a struct's method that works on a copy: <c>self</c> by value, and what comes back beside the result. That of a
/// constructor gives what it made, and takes nothing for it.
/// </summary>
internal static class SelfCopyShape
{
    /// <summary>Gives it to a method that has the shape with the address of <c>self</c>, and no body yet.</summary>
    public static void Apply(MethodDefinition method, SelfCopy copy, bool isConstructor, WorkedCopies copies)
    {
        var self = method.Parameters[0];
        var type = ((ByReferenceType)self.ParameterType).ElementType;
        if (isConstructor)
        {
            method.Parameters.RemoveAt(0);
            method.ReturnType = copies.MakeAlone(type);
            return;
        }

        self.ParameterType = type;
        if (copy.ComesBack)
            method.ReturnType = copies.Make(type, method.ReturnType);
    }
}
