using HotWeave.Weaver.Planning.Patching;
using HotWeave.Weaver.Planning.Patching.Reach;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Emission.Patching;

/// <summary>
/// Lets the patch reach members that are not public: <c>IgnoresAccessChecksToAttribute</c>, which the runtime honours by its name, for every
/// assembly the patch refers to. Names are simple; one that means nothing does no harm. Deployed assemblies may see what is internal in the
/// patch, as they may in the new build.
/// </summary>
internal static class AccessGrants
{
    private const string Namespace = "System.Runtime.CompilerServices";
    private const string Name = "IgnoresAccessChecksToAttribute";

    // Facades forward to these, and the runtime wants the assembly that defines the member.
    private static readonly string[] BehindFacades = [DefiningAssemblies.CoreLibrary, "System.Private.Uri", "System.Private.Xml", "System.Private.Xml.Linq"];

    public static void Add(ModuleDefinition module, PatchReach reach)
    {
        var constructor = Declare(module);
        var names = module.AssemblyReferences.Select(static r => r.Name).Concat(BehindFacades).Concat(reach.Grants).Append(module.Assembly.Name.Name);
        foreach (var name in names.Distinct(StringComparer.Ordinal).OrderBy(static n => n, StringComparer.Ordinal).ToList())
        {
            var attribute = new CustomAttribute(constructor);
            attribute.ConstructorArguments.Add(new CustomAttributeArgument(module.TypeSystem.String, name));
            module.Assembly.CustomAttributes.Add(attribute);
        }

        Invite(module, reach.Plan);
    }

    // The binder of dynamic code asks whether the type whose code it is may see a type: of deployed types, those that the patch adds beside them.
    private static void Invite(ModuleDefinition module, PatchPlan plan)
    {
        var attribute = module.Core(Namespace, "InternalsVisibleToAttribute");
        var constructor = module.CoreMethod(attribute, ".ctor", true, module.TypeSystem.Void, module.TypeSystem.String);
        foreach (var name in plan.Matches.Select(static m => m.Pair.Name).Distinct(StringComparer.Ordinal).OrderBy(static n => n, StringComparer.Ordinal))
        {
            var invitation = new CustomAttribute(constructor);
            invitation.ConstructorArguments.Add(new CustomAttributeArgument(module.TypeSystem.String, name));
            module.Assembly.CustomAttributes.Add(invitation);
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
