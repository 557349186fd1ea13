using HotWeave.Weaver.IL;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Emission.Weaving;

/// <summary>Packs the arguments of a unit method into an array, for the time that it waits at the gate, and calls its body with them.</summary>
internal static class UnitCallEmitter
{
    /// <summary>
    /// Adds <c>static R &lt;M&gt;call(object[])</c>: <c>(ldarg.0; ldc.i4 i; ldelem.ref; unbox.any)…; call &lt;M&gt;unit; ret</c>.
    /// </summary>
    public static MethodDefinition Add(MethodDefinition method, MethodDefinition body, string name, RuntimeReferences references)
    {
        var module = method.Module;
        var call = BodyMover.DeclareStatic(method, name);
        call.Parameters.Add(new ParameterDefinition("arguments", ParameterAttributes.None, new ArrayType(module.TypeSystem.Object)));
        call.CustomAttributes.Add(new CustomAttribute(references.StackTraceHiddenConstructor));

        var il = new ILWriter(call.Body);
        var index = 0;
        if (method.HasThis)
        {
            LoadArgument(il, index++);
            var self = StaticShape.SelfType(method.DeclaringType);
            if (self is ByReferenceType byReference)
                il.Write(OpCodes.Unbox, byReference.ElementType);
            else
                il.Write(OpCodes.Castclass, self);
        }

        foreach (var parameter in method.Parameters)
        {
            LoadArgument(il, index++);
            il.Write(OpCodes.Unbox_Any, BodyMover.In(method, call, SignatureType.Plain(parameter.ParameterType)));
        }

        il.Write(OpCodes.Call, SelfReference.Make(body, call.GenericParameters));
        il.Write(OpCodes.Ret);
        return call;
    }

    /// <summary>The instructions that leave the arguments of <paramref name="method"/> in an array on the stack.</summary>
    public static IEnumerable<Instruction> Pack(MethodDefinition method, ModuleDefinition module)
    {
        var loads = ArgumentLoads.All(method).ToList();
        yield return Instruction.Create(OpCodes.Ldc_I4, loads.Count);
        yield return Instruction.Create(OpCodes.Newarr, module.TypeSystem.Object);
        for (var index = 0; index < loads.Count; index++)
        {
            yield return Instruction.Create(OpCodes.Dup);
            yield return Instruction.Create(OpCodes.Ldc_I4, index);
            yield return loads[index];
            if (method.HasThis && index == 0)
            {
                if (StaticShape.SelfType(method.DeclaringType) is ByReferenceType self)
                {
                    yield return Instruction.Create(OpCodes.Ldobj, self.ElementType);
                    yield return Instruction.Create(OpCodes.Box, self.ElementType);
                }
            }
            else
            {
                yield return Instruction.Create(OpCodes.Box, SignatureType.Plain(method.Parameters[index - (method.HasThis ? 1 : 0)].ParameterType));
            }

            yield return Instruction.Create(OpCodes.Stelem_Ref);
        }
    }

    private static void LoadArgument(ILWriter il, int index)
    {
        il.Write(OpCodes.Ldarg_0);
        il.Write(OpCodes.Ldc_I4, index);
        il.Write(OpCodes.Ldelem_Ref);
    }
}
