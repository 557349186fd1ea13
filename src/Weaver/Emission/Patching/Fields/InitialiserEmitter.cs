using HotWeave.Weaver.Analysis.Patching;
using HotWeave.Weaver.IL;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Emission.Patching;

/// <summary>Takes a field's initialiser out of a constructor: the same instructions, and instead of the store its value is returned.</summary>
internal static class InitialiserEmitter
{
    /// <param name="initialiser">Where the code stands.</param>
    /// <param name="target">A static method whose argument 0 is the object, if the field has one; it returns the field's type.</param>
    /// <param name="references">Takes references to the target's context.</param>
    /// <param name="inner">What stands in the patch for single instructions.</param>
    public static void Emit(Initialiser initialiser, MethodDefinition target, ReferenceRewriter references, InstructionReplacement inner)
    {
        var source = initialiser.Constructor;
        var code = source.Body.Instructions;
        var kept = new HashSet<Instruction>(initialiser.Instructions);
        var store = code[initialiser.Last];
        VariableDefinition? result = null;
        var map = new BodyCloner(references, Replace).Clone(source, target);
        var editor = ILEditor.Open(target);
        var (first, last) = (map[code[initialiser.First]], target.Body.Instructions[target.Body.Instructions.IndexOf(map[store]) + (source.IsStatic && store.OpCode.Code != Code.Initobj ? 0 : 3)]);
        var symbols = target.DebugInformation;
        symbols.Scope = null;
        target.CustomDebugInformations.Clear();
        foreach (var point in symbols.SequencePoints.Where(p => p.Offset < first.Offset || p.Offset > last.Offset).ToList())
            symbols.SequencePoints.Remove(point);
        target.Body.ExceptionHandlers.Clear();
        editor.RemoveBefore(first);
        editor.RemoveAfter(last);

        // (ldarg.0; …;) stloc result; pop; ldloc result; ret
        IReadOnlyList<Instruction>? Replace(Instruction original, MethodBody body)
        {
            if (store.OpCode.Code == Code.Initobj && (original == store || original.Next == store))
                return Default(original, body);

            // The value is on the stack.
            if (original == store && source.IsStatic)
                return [Instruction.Create(OpCodes.Ret)];
            if (original == store)
            {
                body.Variables.Add(result = new VariableDefinition(target.ReturnType));
                return [Instruction.Create(OpCodes.Stloc, result), Instruction.Create(OpCodes.Pop), Instruction.Create(OpCodes.Ldloc, result), Instruction.Create(OpCodes.Ret)];
            }

            // volatile. of the store, and the copy that a variable gets
            if (source.IsStatic && original.Next == store && (original.OpCode.OpCodeType == OpCodeType.Prefix || original.OpCode.Code == Code.Dup))
                return [Instruction.Create(OpCodes.Nop)];
            return kept.Contains(original) ? inner(original, body) : [Instruction.Create(OpCodes.Nop)];
        }

        // (ldarg.0; pop;) ldloca result; initobj T; ldloc result; ret        for ldflda field; initobj T
        IReadOnlyList<Instruction> Default(Instruction original, MethodBody body)
        {
            if (original != store)
                return [Instruction.Create(source.IsStatic ? OpCodes.Nop : OpCodes.Pop)];
            body.Variables.Add(result = new VariableDefinition(target.ReturnType));
            return [Instruction.Create(OpCodes.Ldloca, result), Instruction.Create(OpCodes.Initobj, target.ReturnType), Instruction.Create(OpCodes.Ldloc, result), Instruction.Create(OpCodes.Ret)];
        }
    }
}
