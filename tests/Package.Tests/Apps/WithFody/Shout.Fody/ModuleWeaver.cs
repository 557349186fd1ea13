using System.Collections.Generic;
using System.Linq;
using Fody;
using Mono.Cecil;
using Mono.Cecil.Cil;

/// <summary>Puts the words of a method's body into capitals, and code before it: an add-in that changes the same bodies.</summary>
public class ModuleWeaver : BaseModuleWeaver
{
    public override void Execute()
    {
        var body = ModuleDefinition.Types.Single(t => t.Name == "Speaker").Methods.Single(m => m.Name == "Say").Body;
        foreach (var instruction in body.Instructions.Where(i => i.OpCode == OpCodes.Ldstr))
            instruction.Operand = ((string)instruction.Operand).ToUpperInvariant();

        // name = name.Trim();
        var trim = new MethodReference("Trim", TypeSystem.StringReference, TypeSystem.StringReference) { HasThis = true };
        var first = body.Instructions[0];
        var code = body.GetILProcessor();
        code.InsertBefore(first, code.Create(OpCodes.Ldarg_1));
        code.InsertBefore(first, code.Create(OpCodes.Callvirt, trim));
        code.InsertBefore(first, code.Create(OpCodes.Starg, body.Method.Parameters[0]));
    }

    public override IEnumerable<string> GetAssembliesForScanning() => Enumerable.Empty<string>();
}
