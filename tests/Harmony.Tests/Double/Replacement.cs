using System.Reflection;
using System.Reflection.Emit;

namespace HarmonyLib;

/// <summary>Makes a method with the code of another, changed by transpilers, between prefixes and postfixes.</summary>
internal static class Replacement
{
    public static DynamicMethod Make(MethodBase original, IReadOnlyList<Patch> prefixes, IReadOnlyList<Patch> postfixes, IReadOnlyList<Patch> transpilers)
    {
        var returns = original is MethodInfo method ? method.ReturnType : typeof(void);
        var self = original.DeclaringType!;
        Type[] parameters = [.. original.IsStatic ? [] : new[] { self.IsValueType ? self.MakeByRefType() : self }, .. original.GetParameters().Select(static p => p.ParameterType)];
        var replacement = new DynamicMethod(original.Name, returns, parameters, original.Module, skipVisibility: true) { InitLocals = original.GetMethodBody()!.InitLocals };
        var generator = replacement.GetILGenerator();
        var locals = original.GetMethodBody()!.LocalVariables.Select(l => generator.DeclareLocal(l.LocalType, l.IsPinned)).ToList();
        IEnumerable<CodeInstruction> code = CodeReader.Read(original, generator, locals);
        foreach (var transpiler in transpilers)
            code = (IEnumerable<CodeInstruction>)transpiler.PatchMethod.Invoke(null, [.. transpiler.PatchMethod.GetParameters().Select(p => Choose(p.ParameterType, code, generator, original))])!;
        Write(code.ToList(), generator, original, returns, prefixes, postfixes);
        return replacement;
    }

    private static void Write(List<CodeInstruction> code, ILGenerator generator, MethodBase original, Type returns, IReadOnlyList<Patch> prefixes, IReadOnlyList<Patch> postfixes)
    {
        var result = returns == typeof(void) ? null : generator.DeclareLocal(returns);
        var (end, skipped) = (generator.DefineLabel(), generator.DefineLabel());
        foreach (var prefix in prefixes)
        {
            Call(prefix.PatchMethod, generator, original, result);
            if (prefix.PatchMethod.ReturnType == typeof(bool))
                generator.Emit(OpCodes.Brfalse, skipped);
        }

        foreach (var instruction in code)
            CodeWriter.Write(instruction, generator, end);
        generator.MarkLabel(end);
        if (result is not null)
            generator.Emit(OpCodes.Stloc, result);
        generator.MarkLabel(skipped);
        foreach (var postfix in postfixes)
            Call(postfix.PatchMethod, generator, original, result);
        if (result is not null)
            generator.Emit(OpCodes.Ldloc, result);
        generator.Emit(OpCodes.Ret);
    }

    private static void Call(MethodInfo patch, ILGenerator generator, MethodBase original, LocalBuilder? result)
    {
        var names = original.GetParameters().Select(static p => p.Name).ToList();
        foreach (var parameter in patch.GetParameters())
        {
            if (parameter.Name == "__result")
                generator.Emit(parameter.ParameterType.IsByRef ? OpCodes.Ldloca : OpCodes.Ldloc, result!);
            else
                generator.Emit(OpCodes.Ldarg, (short)(names.IndexOf(parameter.Name) + (original.IsStatic ? 0 : 1)));
        }

        generator.Emit(OpCodes.Call, patch);
    }

    private static object Choose(Type type, IEnumerable<CodeInstruction> code, ILGenerator generator, MethodBase original) =>
        type == typeof(ILGenerator) ? generator : type == typeof(MethodBase) ? original : code;
}
