using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Benchmarks.Json;

/// <summary>Makes a new build out of a binary without source, by editing bodies in a copy.</summary>
internal static class Rebuilt
{
    /// <summary>A copy in which <c>JsonConvert.ToString(bool)</c> writes a space behind the word; what it writes means the same.</summary>
    public static void WithSpacedBooleans(string input, string output) => Edit(input, output, module =>
    {
        var method = module.GetType("Newtonsoft.Json.JsonConvert").Methods
            .Single(static m => m.Name == "ToString" && m.Parameters is [{ ParameterType.FullName: "System.Boolean" }]);
        var code = method.Body = new MethodBody(method);
        var il = code.GetILProcessor();
        var yes = il.Create(OpCodes.Ldstr, "true ");
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Brtrue_S, yes);
        il.Emit(OpCodes.Ldstr, "false ");
        il.Emit(OpCodes.Ret);
        il.Append(yes);
        il.Emit(OpCodes.Ret);
    });

    /// <summary>A copy in which every method that a patch may carry differs, and none does anything else than before.</summary>
    public static void Everywhere(string input, string output) => Edit(input, output, static module =>
    {
        foreach (var method in module.GetTypes().SelectMany(static t => t.Methods).Where(static m => m.HasBody && !(m.IsConstructor && m.IsStatic)))
        {
            var il = method.Body.GetILProcessor();
            var first = method.Body.Instructions[0];
            il.InsertBefore(first, il.Create(OpCodes.Ldc_I4_0));
            il.InsertBefore(first, il.Create(OpCodes.Pop));
            method.Body.MaxStackSize = Math.Max(method.Body.MaxStackSize, 1);
        }
    });

    private static void Edit(string input, string output, Action<ModuleDefinition> edit)
    {
        using var module = ModuleDefinition.ReadModule(input, new ReaderParameters { AssemblyResolver = Resolver() });
        edit(module);
        module.Write(output);
    }

    private static DefaultAssemblyResolver Resolver()
    {
        var resolver = new DefaultAssemblyResolver();
        resolver.AddSearchDirectory(Path.GetDirectoryName(typeof(object).Assembly.Location));
        return resolver;
    }
}
