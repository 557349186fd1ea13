using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Emission.Patching;

/// <summary>Makes the class of a patch whose one method runs the initialisers of its added static fields.</summary>
internal static class StaticsClassEmitter
{
    public static void Emit(ModuleDefinition module, IReadOnlyList<StaticsOfType> statics)
    {
        var type = new TypeDefinition(
            "", GeneratedName.Statics, TypeAttributes.Public | TypeAttributes.Abstract | TypeAttributes.Sealed | TypeAttributes.BeforeFieldInit, module.TypeSystem.Object);
        module.Types.Add(type);
        var method = new MethodDefinition("Initialise", MethodAttributes.Public | MethodAttributes.HideBySig | MethodAttributes.Static, module.TypeSystem.Void);
        type.Methods.Add(method);
        DispatchSubclass.Hide(module, method);
        var helpers = module.Core("System.Runtime.CompilerServices", "RuntimeHelpers");
        var run = module.CoreMethod(helpers, "RunClassConstructor", false, module.TypeSystem.Void, module.Core("System", "RuntimeTypeHandle", isValueType: true));
        var code = method.Body.Instructions;
        // (ldtoken statics; call RunClassConstructor; call Make;)… ret        the static constructor calls Make; it ran long ago in a second attempt after a failure
        foreach (var each in statics)
        {
            code.Add(Instruction.Create(OpCodes.Ldtoken, each.Type));
            code.Add(Instruction.Create(OpCodes.Call, run));
            code.Add(Instruction.Create(OpCodes.Call, each.Make));
        }

        code.Add(Instruction.Create(OpCodes.Ret));
    }
}
