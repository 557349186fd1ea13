using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.IL;
using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Emission.Patching;

/// <summary>Calls of the framework whose answer depends on which assembly or object the calling code belongs to.</summary>
internal sealed class CallerSensitiveCalls(MethodDefinition source, ReferenceRewriter references, PatchUniverse universe, PatchedCode code)
{
    // Assembly.GetExecutingAssembly() means the assembly of the deployed type:  ldtoken T; call Type::GetTypeFromHandle; callvirt Type::get_Assembly
    public IReadOnlyList<Instruction>? Replace(Instruction original, MethodReference reference)
    {
        if (reference is { Name: "MemberwiseClone", DeclaringType.FullName: "System.Object" } && original.OpCode.Code is Code.Call or Code.Callvirt)
        {
            var own = source.DeclaringType;
            return code.AfterClone(
                Instruction.Create(original.OpCode, references.Method(reference)), own, [.. own.GenericParameters.Select(references.Type)]);
        }

        if (original.OpCode.Code != Code.Call || reference.FullName != "System.Reflection.Assembly System.Reflection.Assembly::GetExecutingAssembly()")
        {
            if (LooksAtCaller(reference))
                code.Report(EditDiagnostics.CallerSensitive, source, ReadableName.Of(reference));
            return null;
        }

        var user = GeneratedCode.UserTypeOf(source.DeclaringType);
        if (universe.WovenOf(user) is null)
            return null;
        var module = references.Target;
        var type = module.Core("System", "Type");
        return
        [
            Instruction.Create(OpCodes.Ldtoken, references.Type(user)),
            Instruction.Create(OpCodes.Call, module.TypeFromHandle()),
            Instruction.Create(OpCodes.Callvirt, module.CoreMethod(type, "get_Assembly", true, references.Type(reference.ReturnType))),
        ];
    }

    private static bool LooksAtCaller(MethodReference reference) => reference.DeclaringType.FullName switch
    {
        "System.Reflection.MethodBase" => reference.Name == "GetCurrentMethod",
        "System.Reflection.Assembly" => reference.Name is "GetCallingAssembly" or "Load",
        "System.Type" => reference.Name == "GetType" && !reference.HasThis && reference.Parameters.All(static p => p.ParameterType.Name is "String" or "Boolean"),
        "System.Activator" => reference.Name == "CreateInstance" && reference.Parameters.FirstOrDefault()?.ParameterType.Name == "String",
        _ => false,
    };
}
