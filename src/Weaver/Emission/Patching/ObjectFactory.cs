using HotWeave.Weaver.IL;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Emission.Patching;

/// <summary>
/// Makes the static method that stands for <c>newobj</c> of a constructor whose new body is only in the patch: it makes the bare object, then
/// runs the body on it.
/// </summary>
internal static class ObjectFactory
{
    public static MethodDefinition Declare(MethodDefinition constructor, MethodDefinition body, TypeImporter importer)
    {
        var module = importer.Target;
        var factory = new MethodDefinition(
            body.Name.Replace("_ctor", "_new"), MethodAttributes.Public | MethodAttributes.HideBySig | MethodAttributes.Static, module.TypeSystem.Void);
        var references = StaticShape.Give(constructor, factory, importer);
        factory.Parameters.RemoveAt(0);
        var type = references.Type(constructor.DeclaringType.SelfReference());
        factory.ReturnType = type;
        DispatchSubclass.Hide(module, factory);
        if (constructor.DeclaringType.IsValueType)
            EmitStruct(factory, body, type);
        else
            EmitClass(factory, body, type, module);
        return factory;
    }

    // ldloca v; initobj T; ldloca v; ldarg…; call body; ldloc v; ret
    private static void EmitStruct(MethodDefinition factory, MethodDefinition body, TypeReference type)
    {
        var value = new VariableDefinition(type);
        factory.Body.Variables.Add(value);
        var code = factory.Body.Instructions;
        code.Add(Instruction.Create(OpCodes.Ldloca, value));
        code.Add(Instruction.Create(OpCodes.Initobj, type));
        code.Add(Instruction.Create(OpCodes.Ldloca, value));
        DispatchSubclass.LoadArguments(factory);
        code.Add(Instruction.Create(OpCodes.Call, body.Over([.. factory.GenericParameters])));
        code.Add(Instruction.Create(OpCodes.Ldloc, value));
        code.Add(Instruction.Create(OpCodes.Ret));
    }

    // ldtoken T; call Type::GetTypeFromHandle; call RuntimeHelpers::GetUninitializedObject; castclass T; dup; ldarg…; call body; ret
    private static void EmitClass(MethodDefinition factory, MethodDefinition body, TypeReference type, ModuleDefinition module)
    {
        var runtimeType = module.Core("System", "Type");
        var helpers = module.Core("System.Runtime.CompilerServices", "RuntimeHelpers");
        // netstandard2.0 has no GetUninitializedObject there; FormatterServices has it everywhere.
        if (module.TypeSystem.CoreLibrary.Name is "netstandard" or "mscorlib")
            helpers = module.Core("System.Runtime.Serialization", "FormatterServices");
        var code = factory.Body.Instructions;
        code.Add(Instruction.Create(OpCodes.Ldtoken, type));
        code.Add(Instruction.Create(OpCodes.Call, module.TypeFromHandle()));
        code.Add(Instruction.Create(OpCodes.Call, module.CoreMethod(helpers, "GetUninitializedObject", false, module.TypeSystem.Object, runtimeType)));
        code.Add(Instruction.Create(OpCodes.Castclass, type));
        code.Add(Instruction.Create(OpCodes.Dup));
        DispatchSubclass.LoadArguments(factory);
        code.Add(Instruction.Create(OpCodes.Call, body.Over([.. factory.GenericParameters])));
        code.Add(Instruction.Create(OpCodes.Ret));
    }
}
