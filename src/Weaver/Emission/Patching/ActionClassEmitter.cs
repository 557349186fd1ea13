using HotWeave.Patches.Format;
using HotWeave.Weaver.Analysis.Patching;
using HotWeave.Weaver.Analysis.Patching.Once;
using HotWeave.Weaver.IL;
using HotWeave.Weaver.Model;
using HotWeave.Weaver.Planning.Patching.Reach;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Emission.Patching;

/// <summary>
/// Gives the patch, for each deployed controller whose actions are others, a class that derives from it and has the new ones: MVC calls
/// actions on an object of the class that it found them in. A method beside says which controller that is, and which actions are gone.
/// </summary>
/// <param name="members">The members of the patch.</param>
/// <param name="universe">What is deployed.</param>
/// <param name="importer">Brings in what the new build names.</param>
/// <param name="deployed">Brings in what the deployed build has.</param>
internal sealed class ActionClassEmitter(PatchMembers members, PatchUniverse universe, TypeImporter importer, TypeImporter deployed)
{
    private const TypeAttributes Class = TypeAttributes.Class | TypeAttributes.Public | TypeAttributes.Sealed | TypeAttributes.BeforeFieldInit;
    private const TypeAttributes Static = Class | TypeAttributes.Abstract;

    /// <summary>Makes one for each; none where there are none.</summary>
    public IReadOnlyList<EmittedHook> EmitAll(IReadOnlyList<ChangedActions> changed)
    {
        if (changed.Count == 0)
            return [];
        var lists = new TypeDefinition(GeneratedName.Namespace, "ChangedActions", Static, importer.Target.TypeSystem.Object);
        importer.Target.Types.Add(lists);
        return [.. changed.Select((c, i) => Emit(c, i, lists))];
    }

    private EmittedHook Emit(ChangedActions changed, int number, TypeDefinition lists)
    {
        var references = new ReferenceRewriter(deployed, GenericMap.Empty);
        var controller = references.Type(changed.Woven);
        var actions = changed.Added.Count == 0 ? null : EmitClass(changed, controller, references);
        var list = EmitList(number, lists, controller, actions, [.. changed.Hidden.Select(references.Method)]);
        var constructor = (changed.Type ?? changed.Woven).Methods.First(static m => m is { IsConstructor: true, IsStatic: false });
        return new EmittedHook(new Hook(PatchHookKind.ServeActions, constructor, 0, 0, false), list);
    }

    private TypeDefinition EmitClass(ChangedActions changed, TypeReference controller, ReferenceRewriter references)
    {
        var name = DispatchSubclass.NewName(importer.Target, GeneratedName.DispatchClass(changed.Woven) + "Actions");
        var type = new TypeDefinition(GeneratedName.Namespace, name, Class, controller);
        importer.Target.Types.Add(type);
        foreach (var constructor in changed.Woven.Methods.Where(static m => m is { IsConstructor: true, IsPublic: true, IsStatic: false }))
            AddConstructor(type, constructor, references);
        foreach (var action in changed.Added)
            AddAction(type, action);
        return type;
    }

    // ldarg.0; ldarg…; call T::.ctor; ret
    private static void AddConstructor(TypeDefinition type, MethodDefinition source, ReferenceRewriter references)
    {
        var constructor = Declare(type, source, source.Attributes, references);
        WriteCall(constructor, references.Method(source));
    }

    // ldarg.0; ldarg…; call body; ret
    private void AddAction(TypeDefinition type, MethodDefinition source)
    {
        var method = Declare(type, source, MethodAttributes.Public | MethodAttributes.HideBySig, new ReferenceRewriter(importer, GenericMap.Empty));
        WriteCall(method, universe.IsAsked(source) ? members.Slots.FindOrDeclare(source) : members.Bodies.FindOrDeclare(source));
    }

    private static MethodDefinition Declare(TypeDefinition type, MethodDefinition source, MethodAttributes attributes, ReferenceRewriter references)
    {
        var method = new MethodDefinition(source.Name, attributes, references.Type(source.ReturnType)) { HasThis = true };
        foreach (var parameter in source.Parameters)
            method.Parameters.Add(new ParameterDefinition(parameter.Name, ParameterAttributes.None, references.Type(parameter.ParameterType)));
        AttributeCopy.CopyShown(source, method, references);
        type.Methods.Add(method);
        return method;
    }

    private static void WriteCall(MethodDefinition method, MethodReference called)
    {
        method.Body.Instructions.Add(Instruction.Create(OpCodes.Ldarg_0));
        DispatchSubclass.LoadArguments(method);
        method.Body.Instructions.Add(Instruction.Create(OpCodes.Call, called));
        method.Body.Instructions.Add(Instruction.Create(OpCodes.Ret));
    }

    // static object[] Get0()
    //     ldc n; newarr object
    //     {dup; ldc i; ldtoken T; call Type::GetTypeFromHandle | ldtoken M; box RuntimeMethodHandle; stelem.ref}…
    //     ret
    private MethodDefinition EmitList(
        int number, TypeDefinition lists, TypeReference controller, TypeDefinition? actions, IReadOnlyList<MethodReference> hidden)
    {
        const MethodAttributes Getter = MethodAttributes.Public | MethodAttributes.Static | MethodAttributes.HideBySig;
        var module = importer.Target;
        var method = new MethodDefinition($"Get{number}", Getter, new ArrayType(module.TypeSystem.Object));
        lists.Methods.Add(method);
        var code = method.Body.Instructions;
        List<MemberReference> listed = [controller, .. actions is null ? Array.Empty<MemberReference>() : [actions], .. hidden];
        code.Add(Instruction.Create(OpCodes.Ldc_I4, listed.Count));
        code.Add(Instruction.Create(OpCodes.Newarr, module.TypeSystem.Object));
        for (var i = 0; i < listed.Count; i++)
        {
            code.Add(Instruction.Create(OpCodes.Dup));
            code.Add(Instruction.Create(OpCodes.Ldc_I4, i));
            if (listed[i] is MethodReference gone)
            {
                code.Add(Instruction.Create(OpCodes.Ldtoken, gone));
                var handle = module.Core("System", "RuntimeMethodHandle");
                handle.IsValueType = true;
                code.Add(Instruction.Create(OpCodes.Box, handle));
            }
            else
            {
                code.Add(Instruction.Create(OpCodes.Ldtoken, (TypeReference)listed[i]));
                code.Add(Instruction.Create(OpCodes.Call, module.TypeFromHandle()));
            }

            code.Add(Instruction.Create(OpCodes.Stelem_Ref));
        }

        code.Add(Instruction.Create(OpCodes.Ret));
        return method;
    }
}
