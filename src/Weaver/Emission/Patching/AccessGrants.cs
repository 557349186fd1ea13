using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Emission.Patching;

/// <summary>
/// Lets the patch reach members that are not public: <c>IgnoresAccessChecksToAttribute</c>, which the runtime honours by its name, for every
/// assembly the patch refers to. Names are simple; one that means nothing does no harm.
/// </summary>
internal static class AccessGrants
{
    private const string Namespace = "System.Runtime.CompilerServices";
    private const string Name = "IgnoresAccessChecksToAttribute";

    // Facades forward to these, and the runtime wants the assembly that defines the member.
    private static readonly string[] BehindFacades = ["System.Private.CoreLib", "System.Private.Uri", "System.Private.Xml", "System.Private.Xml.Linq"];

    public static void Add(ModuleDefinition module)
    {
        var constructor = Declare(module);
        var names = module.AssemblyReferences.Select(static r => r.Name).Concat(BehindFacades).Append(module.Assembly.Name.Name);
        foreach (var name in names.Distinct(StringComparer.Ordinal).OrderBy(static n => n, StringComparer.Ordinal).ToList())
        {
            var attribute = new CustomAttribute(constructor);
            attribute.ConstructorArguments.Add(new CustomAttributeArgument(module.TypeSystem.String, name));
            module.Assembly.CustomAttributes.Add(attribute);
        }
    }

    private static MethodDefinition Declare(ModuleDefinition module)
    {
        var type = new TypeDefinition(Namespace, Name, TypeAttributes.Class | TypeAttributes.Sealed, module.Core("System", "Attribute"));
        var constructor = new MethodDefinition(
            ".ctor",
            MethodAttributes.Public | MethodAttributes.HideBySig | MethodAttributes.SpecialName | MethodAttributes.RTSpecialName,
            module.TypeSystem.Void);
        constructor.Parameters.Add(new ParameterDefinition(module.TypeSystem.String));
        // ldarg.0; call Attribute::.ctor; ret
        constructor.Body.Instructions.Add(Instruction.Create(OpCodes.Ldarg_0));
        constructor.Body.Instructions.Add(Instruction.Create(OpCodes.Call, module.CoreMethod(type.BaseType, ".ctor", true, module.TypeSystem.Void)));
        constructor.Body.Instructions.Add(Instruction.Create(OpCodes.Ret));
        type.Methods.Add(constructor);
        module.Types.Add(type);
        return constructor;
    }
}
