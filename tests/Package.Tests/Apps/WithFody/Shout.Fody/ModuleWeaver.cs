using System.Collections.Generic;
using System.Linq;
using Fody;
using Mono.Cecil.Cil;

/// <summary>Puts the words of a method's body into capitals: an add-in that changes the same bodies.</summary>
public class ModuleWeaver : BaseModuleWeaver
{
    public override void Execute()
    {
        foreach (var instruction in ModuleDefinition.Types.Single(t => t.Name == "Speaker").Methods.Single(m => m.Name == "Say").Body.Instructions.Where(i => i.OpCode == OpCodes.Ldstr))
            instruction.Operand = ((string)instruction.Operand).ToUpperInvariant();
    }

    public override IEnumerable<string> GetAssembliesForScanning() => Enumerable.Empty<string>();
}
