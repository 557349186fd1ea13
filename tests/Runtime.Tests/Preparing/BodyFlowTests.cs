using System.Reflection;
using System.Reflection.Metadata.Ecma335;
using System.Runtime.Loader;
using HotWeave.Loading;
using HotWeave.Patches.Format;
using HotWeave.Preparing;
using HotWeave.Runtime.Tests.HandWoven;
using HotWeave.Runtime.Tests.Swapping;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Xunit;

namespace HotWeave.Runtime.Tests.Preparing;

/// <summary>Bodies whose stack or flow is wrong, which the compiler would believe: each is refused before it is compiled.</summary>
public sealed class BodyFlowTests : SwapTest
{
    private const string Code = """
        namespace P
        {
            public struct Pair { public long A; public object B; }
            public static class Body
            {
                private static int s_number;
                private static string s_text;
                private static void Take(string text) { }
                private static void TakeAt(ref int place) { }
                public static int Run(int number, object thing, long wide, double real, Pair pair) { var local = number; var other = thing; return local; }
            }
        }

        """;

    private static readonly Dictionary<string, Action<ILProcessor, TypeDefinition>> s_bodies = new()
    {
        ["int for an object"] = static (il, type) => Emit(il, OpCodes.Ldc_I4_1, (OpCodes.Call, Method(type, "Take")), OpCodes.Ldc_I4_0, OpCodes.Ret),
        ["object for an int"] = static (il, _) => Emit(il, OpCodes.Ldarg_1, OpCodes.Ret),
        ["object in an int field"] = static (il, type) => Emit(il, OpCodes.Ldnull, (OpCodes.Stsfld, Field(type, "s_number")), OpCodes.Ldc_I4_0, OpCodes.Ret),
        ["address in an object field"] = static (il, type) =>
            Emit(il, (OpCodes.Ldarga_S, il.Body.Method.Parameters[0]), (OpCodes.Stsfld, Field(type, "s_text")), OpCodes.Ldc_I4_0, OpCodes.Ret),
        ["object for an address"] = static (il, type) => Emit(il, OpCodes.Ldarg_1, (OpCodes.Call, Method(type, "TakeAt")), OpCodes.Ldc_I4_0, OpCodes.Ret),
        ["structure for an int"] = static (il, _) => Emit(il, (OpCodes.Ldarg_S, il.Body.Method.Parameters[4]), OpCodes.Ret),
        ["structure for an object"] = static (il, type) =>
            Emit(il, (OpCodes.Ldarg_S, il.Body.Method.Parameters[4]), (OpCodes.Call, Method(type, "Take")), OpCodes.Ldc_I4_0, OpCodes.Ret),
        ["float for an int"] = static (il, _) => Emit(il, OpCodes.Ldarg_3, OpCodes.Ret),
        ["int and float"] = static (il, _) => Emit(il, OpCodes.Ldarg_0, OpCodes.Ldarg_3, OpCodes.Add, OpCodes.Ret),
        ["sum of objects"] = static (il, _) => Emit(il, OpCodes.Ldarg_1, OpCodes.Ldarg_1, OpCodes.Add, OpCodes.Ret),
        ["nothing to return"] = static (il, _) => Emit(il, OpCodes.Ret),
        ["nothing to take"] = static (il, _) => Emit(il, OpCodes.Pop, OpCodes.Ldc_I4_0, OpCodes.Ret),
        ["more to return"] = static (il, _) => Emit(il, OpCodes.Ldc_I4_0, OpCodes.Ldc_I4_0, OpCodes.Ret),
        ["no such local"] = static (il, _) => Emit(il, (OpCodes.Ldloc_S, new VariableDefinition(il.Body.Method.ReturnType)), OpCodes.Ret),
        ["no end"] = static (il, _) => Emit(il, OpCodes.Ldc_I4_0, OpCodes.Pop),
        ["one way brings nothing"] = static (il, _) => EmitBranch(il, OpCodes.Ldc_I4_1, null),
        ["one way brings an object"] = static (il, _) => EmitBranch(il, OpCodes.Ldc_I4_1, OpCodes.Ldarg_1),
        ["a loop that heaps up"] = static (il, _) =>
        {
            var begin = il.Create(OpCodes.Ldc_I4_0);
            il.Append(begin);
            il.Emit(OpCodes.Br, begin);
        },
        ["object of what is no constructor"] = static (il, type) =>
            Emit(il, (OpCodes.Newobj, type.Module.ImportReference(typeof(object).GetMethod("GetHashCode"))), OpCodes.Pop, OpCodes.Ldc_I4_0, OpCodes.Ret),
        ["object of a static method"] = static (il, type) =>
            Emit(il, OpCodes.Ldnull, (OpCodes.Newobj, Method(type, "Take")), OpCodes.Pop, OpCodes.Ldc_I4_0, OpCodes.Ret),
        ["object in an array of numbers"] = static (il, type) => Emit(il, OpCodes.Ldc_I4_1, (OpCodes.Newarr, type.Module.TypeSystem.Int16),
            OpCodes.Ldc_I4_0, OpCodes.Ldarg_1, OpCodes.Stelem_Ref, OpCodes.Ldc_I4_0, OpCodes.Ret),
        ["object in an array of structures"] = static (il, type) => Emit(il, OpCodes.Ldc_I4_1, (OpCodes.Newarr, type.Module.GetType("P.Pair")),
            OpCodes.Ldc_I4_0, OpCodes.Ldarg_1, (OpCodes.Stelem_Any, type.Module.TypeSystem.Object), OpCodes.Ldc_I4_0, OpCodes.Ret),
        ["object in an array of numbers in an array"] = static (il, type) => Emit(il, OpCodes.Ldarg_1, (OpCodes.Castclass, new ArrayType(new ArrayType(type.Module.TypeSystem.Int16))),
            OpCodes.Ldc_I4_0, OpCodes.Ldelem_Ref, OpCodes.Ldc_I4_0, OpCodes.Ldarg_1, OpCodes.Stelem_Ref, OpCodes.Ldc_I4_0, OpCodes.Ret),
        ["end of no handler"] = static (il, _) => Emit(il, OpCodes.Endfinally),
        ["thrown again outside"] = static (il, _) => Emit(il, OpCodes.Rethrow),
        ["branch out of what is protected"] = static (il, _) => EmitTry(il, OpCodes.Br),
        ["return out of what is protected"] = static (il, _) => EmitTry(il, OpCodes.Ret),
        ["branch into what is protected"] = static (il, _) =>
        {
            EmitTry(il, OpCodes.Leave);
            il.InsertBefore(il.Body.Instructions[0], il.Create(OpCodes.Br, il.Body.Instructions[1]));
        },
    };

    public static TheoryData<string> Bodies => [.. s_bodies.Keys];

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task HW6107_a_body_whose_stack_or_flow_is_wrong_is_refused_uncompiled(string body)
    {
        var counters = new Counters("Flow" + body.Replace(" ", "", StringComparison.Ordinal), 1);
        var e = await RefusedAsync("HW6107", () => HotSwap.PrepareAsync(Patch(counters, s_bodies[body]), new SwapOptions { Reclaimable = true }));
        Assert.Contains("P.Body::Run", e.Message, StringComparison.Ordinal);
        Assert.Equal([0], counters.Ask());
    }

    [Fact]
    public async Task Arrays_of_arrays_are_arrays_of_objects()
    {
        var counters = new Counters("FlowArrays", 1);
        var patch = Patch(counters, static (il, type) => Emit(il, OpCodes.Ldc_I4_1, (OpCodes.Newarr, new ArrayType(type.Module.TypeSystem.Int16)), OpCodes.Dup,
            OpCodes.Ldc_I4_0, OpCodes.Ldc_I4_1, (OpCodes.Newarr, type.Module.TypeSystem.Int16), OpCodes.Stelem_Ref,
            OpCodes.Ldc_I4_0, OpCodes.Ldelem_Ref, OpCodes.Ldc_I4_0, OpCodes.Ldelem_I2, OpCodes.Ret));
        (await HotSwap.PrepareAsync(patch, new SwapOptions { Reclaimable = true })).Discard();
    }

    [Fact]
    public async Task A_body_that_is_right_is_prepared()
    {
        var counters = new Counters("FlowRight", 1);
        var patch = Patch(counters, static (il, _) => EmitTry(il, OpCodes.Leave));
        (await HotSwap.PrepareAsync(patch, new SwapOptions { Reclaimable = true })).Discard();
    }

    /// <summary>ECMA-335 III.3.46 asks for a region only where one is left; without one the compiler takes it for a branch that empties the stack.</summary>
    [Fact]
    public async Task A_leave_outside_of_regions_is_a_branch()
    {
        var counters = new Counters("FlowLeave", 1);
        var patch = Patch(counters, static (il, type) =>
        {
            EmitLeave(il);
            var answer = type.Module.GetType("N.T0").Methods.Single(static m => m.Name == "Answer").Body;
            answer.Instructions.Clear();
            EmitLeave(answer.GetILProcessor());
        });
        await HotSwap.ApplyAsync(patch, new SwapOptions { Reclaimable = true });
        Assert.Equal([7], counters.Ask());

        static void EmitLeave(ILProcessor il)
        {
            var end = il.Create(OpCodes.Ldc_I4_7);
            il.Emit(OpCodes.Ldnull);
            il.Emit(OpCodes.Leave, end);
            il.Append(end);
            il.Emit(OpCodes.Ret);
        }
    }

    [Fact]
    public void Every_body_of_the_frameworks_passes()
    {
        Type[] of = [typeof(object), typeof(Enumerable), typeof(System.Text.Json.JsonSerializer), typeof(System.Xml.XmlReader), typeof(HotSwap), typeof(FactAttribute),
            typeof(Microsoft.CodeAnalysis.CSharp.CSharpSyntaxTree), typeof(ModuleDefinition), typeof(BodyFlowTests), typeof(System.Net.Http.HttpClient)];
        var (findings, count) = (new List<string>(), 0);
        foreach (var assembly in of.Select(static t => t.Assembly))
        {
            using var image = PatchImage.Open(File.ReadAllBytes(assembly.Location));
            var (flow, code) = (new BodyFlow(new PatchSignatures(image, assembly.ManifestModule)), new BodyCode());
            foreach (var handle in image.Metadata.MethodDefinitions)
            {
                var definition = image.Metadata.GetMethodDefinition(handle);
                if (definition.RelativeVirtualAddress == 0)
                    continue;
                try
                {
                    count++;
                    var body = image.Body(definition.RelativeVirtualAddress);
                    code.Read(body.GetILReader());
                    flow.Check(MetadataTokens.GetToken(handle), body, code);
                }
                catch (BadImageFormatException e)
                {
                    findings.Add($"{assembly.GetName().Name} {assembly.ManifestModule.ResolveMethod(MetadataTokens.GetToken(handle))!.DeclaringType}.{image.Metadata.GetString(definition.Name)}: {e.Message}");
                }
            }
        }

        Assert.True(findings.Count == 0, $"{findings.Count} of {count}:\n{string.Join('\n', findings.Take(40))}");
        Assert.True(count > 50_000, $"{count} bodies");
    }

    [Fact]
    public void A_token_of_no_table_has_its_number_as_name()
    {
        using var image = PatchImage.Open(Counters.RuntimeImage);
        Assert.Equal("token 8A000001", TokenName.Of(image.Metadata, unchecked((int)0x8A000001)));
        Assert.Equal("token 0F000001", TokenName.Of(image.Metadata, 0x0F000001));
    }

    private static byte[] Patch(Counters counters, Action<ILProcessor, TypeDefinition> write)
    {
        var file = PatchFile.Read(counters.Patch(1, null, Code));
        using var module = ModuleDefinition.ReadModule(new MemoryStream(file.Assembly));
        var type = module.GetType("P.Body");
        var body = type.Methods.Single(static m => m.Name == "Run").Body;
        body.Instructions.Clear();
        write(body.GetILProcessor(), type);
        var image = new MemoryStream();
        module.Write(image);
        return PatchFile.Write(file.Manifest, image.ToArray(), []);
    }

    private static void Emit(ILProcessor il, params Step[] steps)
    {
        foreach (var step in steps)
            il.Append(step.Make());
    }

    // Two ways to one end.
    private static void EmitBranch(ILProcessor il, OpCode first, OpCode? second)
    {
        var (other, end) = (il.Create(OpCodes.Nop), il.Create(OpCodes.Ret));
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Brtrue, other);
        il.Emit(first);
        il.Emit(OpCodes.Br, end);
        il.Append(other);
        if (second is { } code)
            il.Emit(code);
        il.Append(end);
    }

    // try { nop; nop; EXIT } finally { }
    private static void EmitTry(ILProcessor il, OpCode exit)
    {
        var (begin, handler, end) = (il.Create(OpCodes.Nop), il.Create(OpCodes.Endfinally), il.Create(OpCodes.Ldc_I4_0));
        il.Append(begin);
        il.Emit(OpCodes.Nop);
        if (exit == OpCodes.Ret)
            il.Emit(OpCodes.Ldc_I4_0);
        il.Append(exit == OpCodes.Ret ? il.Create(exit) : il.Create(exit, end));
        il.Append(handler);
        il.Append(end);
        il.Emit(OpCodes.Ret);
        il.Body.ExceptionHandlers.Add(new ExceptionHandler(ExceptionHandlerType.Finally) { TryStart = begin, TryEnd = handler, HandlerStart = handler, HandlerEnd = end });
    }

    private static MethodDefinition Method(TypeDefinition type, string name) => type.Methods.Single(m => m.Name == name);

    private static FieldDefinition Field(TypeDefinition type, string name) => type.Fields.Single(f => f.Name == name);

    private readonly record struct Step(OpCode Code, object? Operand)
    {
        public static implicit operator Step(OpCode code) => new(code, null);

        public static implicit operator Step((OpCode Code, object Operand) step) => new(step.Code, step.Operand);

        internal Instruction Make()
        {
            var instruction = Instruction.Create(OpCodes.Nop);
            (instruction.OpCode, instruction.Operand) = (Code, Operand);
            return instruction;
        }
    }
}
