using HotWeave.Patches.Format;
using HotWeave.Weaver.Analysis.Patching;
using HotWeave.Weaver.IL;
using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Emission.Patching;

/// <summary>
/// Gives the patch a class for each deployed type with methods that only the patch has: static ones, the object first, with the methods'
/// names and attributes. They ask for the body of the caller's version, so that a delegate of one goes on with later patches.
/// </summary>
internal sealed class ScannedMethodsEmitter(PatchMembers members, TypeImporter importer)
{
    private const MethodAttributes Static = MethodAttributes.Public | MethodAttributes.Static | MethodAttributes.HideBySig;
    private const TypeAttributes Class =
        TypeAttributes.Class | TypeAttributes.Public | TypeAttributes.Sealed | TypeAttributes.Abstract | TypeAttributes.BeforeFieldInit;

    /// <summary>Makes it.</summary>
    /// <param name="methods">The methods of one type.</param>
    public EmittedHook Emit(IReadOnlyList<MethodDefinition> methods)
    {
        var module = importer.Target;
        var name = DispatchSubclass.NewName(module, GeneratedName.DispatchClass(methods[0].DeclaringType) + "Methods");
        var type = new TypeDefinition(GeneratedName.Namespace, name, Class, module.TypeSystem.Object);
        module.Types.Add(type);
        foreach (var method in methods)
            Add(type, method);
        return new EmittedHook(new Hook(PatchHookKind.ShowMethods, methods[0], 0, 0, false), AddMark(type));
    }

    // ldarg…; call <M>late; ret
    private void Add(TypeDefinition type, MethodDefinition source)
    {
        var method = new MethodDefinition(source.Name, Static, type.Module.TypeSystem.Void);
        var references = StaticShape.Give(source, method, importer);
        AttributeCopy.CopyShown(source, method, references);
        type.Methods.Add(method);
        DispatchSubclass.LoadArguments(method);
        method.Body.Instructions.Add(Instruction.Create(OpCodes.Call, members.Late.FindOrMake(source)));
        method.Body.Instructions.Add(Instruction.Create(OpCodes.Ret));
    }

    // By which the class is found: it has no other method of this name.
    private static MethodDefinition AddMark(TypeDefinition type)
    {
        var mark = new MethodDefinition("<Methods>", MethodAttributes.Private | MethodAttributes.Static, type.Module.TypeSystem.Void);
        mark.Body.Instructions.Add(Instruction.Create(OpCodes.Ret));
        type.Methods.Add(mark);
        return mark;
    }
}
