using HotWeave.Weaver.IL;
using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Emission.Patching;

/// <summary>
/// Expands <c>Synchronized</c>: the lock of a method in a patch is the one its deployed partner takes, on the object or on the original type.
/// </summary>
internal static class SynchronizedBody
{
    /// <summary>Makes the method that takes the lock and calls <paramref name="plain"/>, which has the body.</summary>
    /// <param name="source">The method of the new build.</param>
    /// <param name="plain">The static method that has its body.</param>
    /// <param name="declare">Declares another static method of the same shape under a name.</param>
    /// <param name="importer">Where types come from.</param>
    public static MethodDefinition Wrap(MethodDefinition source, MethodDefinition plain, Func<string, MethodDefinition> declare, TypeImporter importer)
    {
        var method = declare(source.Name);
        DispatchSubclass.Hide(method.Module, method);
        Emit(source, plain, method, importer);
        return method;
    }

    // (ldarg.0 | ldtoken T; call Type::GetTypeFromHandle); stloc lock
    // .try { ldloc lock; ldloca taken; call Monitor::Enter; ldarg…; call plain; (stloc result;) leave end }
    // finally { ldloc taken; brfalse skip; ldloc lock; call Monitor::Exit; skip: endfinally }
    // end: (ldloc result;) ret
    private static void Emit(MethodDefinition source, MethodDefinition plain, MethodDefinition method, TypeImporter importer)
    {
        var module = method.Module;
        var monitor = module.Core("System.Threading", "Monitor");
        if (module.TypeSystem.CoreLibrary.Name == "System.Runtime")
            monitor.Scope = Threading(module);
        var body = method.Body;
        body.InitLocals = true;
        var @lock = new VariableDefinition(module.TypeSystem.Object);
        var taken = new VariableDefinition(module.TypeSystem.Boolean);
        body.Variables.Add(@lock);
        body.Variables.Add(taken);
        var returns = method.ReturnType.MetadataType != MetadataType.Void;
        var result = new VariableDefinition(method.ReturnType);
        if (returns)
            body.Variables.Add(result);

        var code = body.Instructions;
        LoadLock(source, method, importer);
        code.Add(Instruction.Create(OpCodes.Stloc, @lock));
        var tryStart = Add(OpCodes.Ldloc, @lock);
        Add(OpCodes.Ldloca, taken);
        code.Add(Instruction.Create(OpCodes.Call, module.CoreMethod(
            monitor, "Enter", false, module.TypeSystem.Void, module.TypeSystem.Object, new ByReferenceType(module.TypeSystem.Boolean))));
        DispatchSubclass.LoadArguments(method);
        code.Add(Instruction.Create(OpCodes.Call, plain.Over([.. method.GenericParameters])));
        if (returns)
            Add(OpCodes.Stloc, result);
        var end = returns ? Instruction.Create(OpCodes.Ldloc, result) : Instruction.Create(OpCodes.Ret);
        code.Add(Instruction.Create(OpCodes.Leave, end));
        var finallyStart = Add(OpCodes.Ldloc, taken);
        var skip = Instruction.Create(OpCodes.Endfinally);
        code.Add(Instruction.Create(OpCodes.Brfalse, skip));
        Add(OpCodes.Ldloc, @lock);
        code.Add(Instruction.Create(OpCodes.Call, module.CoreMethod(monitor, "Exit", false, module.TypeSystem.Void, module.TypeSystem.Object)));
        code.Add(skip);
        code.Add(end);
        if (returns)
            code.Add(Instruction.Create(OpCodes.Ret));
        body.ExceptionHandlers.Add(new ExceptionHandler(ExceptionHandlerType.Finally)
        {
            TryStart = tryStart,
            TryEnd = finallyStart,
            HandlerStart = finallyStart,
            HandlerEnd = end,
        });

        Instruction Add(OpCode opCode, VariableDefinition variable)
        {
            var instruction = Instruction.Create(opCode, variable);
            code.Add(instruction);
            return instruction;
        }
    }

    private static void LoadLock(MethodDefinition source, MethodDefinition method, TypeImporter importer)
    {
        var module = method.Module;
        var code = method.Body.Instructions;
        if (source.HasThis)
        {
            code.Add(Instruction.Create(OpCodes.Ldarg_0));
            return;
        }

        var type = module.Core("System", "Type");
        var handle = module.Core("System", "RuntimeTypeHandle", isValueType: true);
        var references = new ReferenceRewriter(importer, GenericMap.Flatten(source, method));
        code.Add(Instruction.Create(OpCodes.Ldtoken, references.Type(source.DeclaringType.SelfReference())));
        code.Add(Instruction.Create(OpCodes.Call, module.CoreMethod(type, "GetTypeFromHandle", false, type, handle)));
    }

    private static AssemblyNameReference Threading(ModuleDefinition module)
    {
        var reference = module.AssemblyReferences.FirstOrDefault(static r => r.Name == "System.Threading");
        if (reference is null)
        {
            var core = (AssemblyNameReference)module.TypeSystem.CoreLibrary;
            reference = new AssemblyNameReference("System.Threading", core.Version) { PublicKeyToken = core.PublicKeyToken };
            module.AssemblyReferences.Add(reference);
        }

        return reference;
    }
}
