using HotWeave.Patches.Format;
using HotWeave.Runtime.Tests.HandWoven;
using HotWeave.Runtime.Tests.Swapping;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Xunit;

namespace HotWeave.Runtime.Tests.Preparing;

/// <summary>What only fails when it is called must be found while preparing.</summary>
public sealed class PrepareTests : SwapTest
{
    private const string Library = """
        namespace N
        {
            public class Lib
            {
                public static int Used() => 41;
                public static int Field = 1;
                public static System.Type Me => typeof(Lib);
                public class Nested { public static int Deep() => 7; }
                protected static int Family() => 5;
            }

            public class Box<T> { public T Value; public static int Count(T item) => 1; }
        }

        """;

    private const string Door = """
        namespace P
        {
            public sealed class Baseline : HotWeave.Generated.N_T { public override int Answer() => 0; }
            public sealed class Door : HotWeave.Generated.N_T { public override int Answer() => ((HotWeave.Generated.N_T)Resolve()).Answer(); }
        }

        """;

    [Theory]
    [InlineData("N.Lib.Used()", "Used", "N.T::Answer")]
    [InlineData("N.Lib.Field", "Field", "N.T::Answer")]
    [InlineData("typeof(N.Lib).Name.Length", "N.Lib", "N.T::Answer")]
    [InlineData("new Generic<string>().Get()", "Used", "N.Generic`1")]
    [InlineData("GenericMethod<int>()", "Used", "N.T::GenericMethod")]
    [InlineData("((System.Func<int>)(() => N.Lib.Used()))()", "Used", "<>c")]
    public async Task HW6110_a_member_that_the_process_does_not_have(string expression, string missing, string where)
    {
        var (patch, woven) = Make("Missing" + HandWovenAssembly.IdOf(expression)[..8], expression, module =>
        {
            var lib = module.GetType("N.Lib");
            if (missing == "N.Lib")
                lib.Name = "Gone";
            else if (missing == "Field")
                lib.Fields.Single(f => f.Name == "Field").Name = "Gone";
            else
                lib.Methods.Single(m => m.Name == "Used").Name = "Gone";
        });
        var e = await RefusedAsync("HW6110", () => HotSwap.ApplyAsync(patch, new SwapOptions { Reclaimable = true }));
        Assert.Contains(where, e.Message, StringComparison.Ordinal);
        Assert.Contains(missing, e.Message, StringComparison.Ordinal);
        Assert.Equal(0, woven.Delegate<Func<int>>("N.T", "Answer")());
    }

    [Theory]
    [InlineData("N.Lib.Used()", "Lib::Used", "internal", nameof(MethodAttributes.Assembly))]
    [InlineData("N.Lib.Used()", "Lib::Used", "private", nameof(MethodAttributes.Private))]
    [InlineData("N.Lib.Used()", "Lib::Used", "protected", nameof(MethodAttributes.Family))]
    [InlineData("GenericMethod<int>()", "Lib::Used", "private", nameof(MethodAttributes.Private))]
    public async Task HW6111_a_member_that_the_patch_may_not_use(string expression, string member, string word, string access)
    {
        var name = "Denied" + HandWovenAssembly.IdOf(expression + access)[..8];
        void Close(ModuleDefinition module)
        {
            var used = module.GetType("N.Lib").Methods.Single(m => m.Name == "Used");
            used.Attributes = (used.Attributes & ~MethodAttributes.MemberAccessMask) | Enum.Parse<MethodAttributes>(access);
        }

        var (patch, woven) = Make(name, expression, Close);
        var e = await RefusedAsync("HW6111", () => HotSwap.ApplyAsync(patch, new SwapOptions { Reclaimable = true }));
        Assert.Contains(member, e.Message, StringComparison.Ordinal);
        Assert.Contains(word, e.Message, StringComparison.Ordinal);

        var (opened, _) = Make(name, expression, Close, woven, opens: name);
        await HotSwap.ApplyAsync(opened);
        Assert.Equal(41, woven.Delegate<Func<int>>("N.T", "Answer")());
    }

    [Theory]
    [InlineData("N.Lib.Nested.Deep()", "N.Lib+Nested")]
    [InlineData("N.Box<N.Lib.Nested>.Count(null)", "N.Lib+Nested")]
    [InlineData("new N.Box<N.Lib.Nested[]>().Value?.Length ?? 0", "N.Lib+Nested")]
    public async Task HW6111_a_type_that_the_patch_may_not_use(string expression, string type)
    {
        var (patch, _) = Make("Hidden" + HandWovenAssembly.IdOf(expression)[..8], expression, module =>
            module.GetType("N.Lib/Nested").Attributes = (module.GetType("N.Lib/Nested").Attributes & ~TypeAttributes.VisibilityMask) | TypeAttributes.NestedPrivate);
        var e = await RefusedAsync("HW6111", () => HotSwap.ApplyAsync(patch, new SwapOptions { Reclaimable = true }));
        Assert.Contains(type, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Protected_members_are_open_to_derived_types_and_private_ones_to_nested_types()
    {
        var (patch, woven) = Make("Derived", "Derived.Ask()", null);
        await HotSwap.ApplyAsync(patch);
        Assert.Equal(5 + 3, woven.Delegate<Func<int>>("N.T", "Answer")());
    }

    [Fact]
    public async Task The_patchs_own_private_members_are_open_when_it_names_itself_and_only_then()
    {
        static void Close(ModuleDefinition module)
        {
            var ask = module.GetType("N.Derived").Methods.Single(m => m.Name == "Ask");
            ask.Attributes = (ask.Attributes & ~MethodAttributes.MemberAccessMask) | MethodAttributes.Private;
        }

        var (closed, _) = Make("OwnClosed", "Derived.Ask()", null, edit: Close);
        await RefusedAsync("HW6111", () => HotSwap.ApplyAsync(closed));
        var (opened, woven) = Make("OwnOpened", "Derived.Ask()", null, opens: "OwnOpened.Patch", edit: Close);
        await HotSwap.ApplyAsync(opened);
        Assert.Equal(5 + 3, woven.Delegate<Func<int>>("N.T", "Answer")());
    }

    [Fact]
    public async Task HW6112_a_body_that_only_the_compiler_refuses()
    {
        var (patch, woven) = Make("Invalid", "1", null, edit: static module =>
            Replace(module.GetType("N.T").Methods.Single(static m => m.Name == "Answer"), OpCodes.Ldc_I4_0, OpCodes.Volatile, OpCodes.Ret));
        var e = await RefusedAsync("HW6112", () => HotSwap.ApplyAsync(patch, new SwapOptions { Reclaimable = true }));
        Assert.Contains("N.T::Answer", e.Message, StringComparison.Ordinal);
        Assert.Equal(0, woven.Delegate<Func<int>>("N.T", "Answer")());
    }

    // The runtime compiles a method with a slot of its own only once that has an address.
    [Theory]
    [InlineData("Run", false), InlineData("Run", true), InlineData("G.IRun.RunToo", false), InlineData("G.IRun.RunToo", true)]
    public async Task HW6112_a_virtual_body_that_only_the_compiler_refuses(string method, bool reclaimable)
    {
        var (patch, woven) = Make("Virtual" + method[^1] + reclaimable, "new G.Virtual().Run()", null, extra: GenericCode.Virtual, edit: module =>
            Replace(module.GetType("G.Virtual").Methods.Single(m => m.Name == method), OpCodes.Volatile, OpCodes.Ldnull, OpCodes.Throw));
        var e = await RefusedAsync("HW6112", () => HotSwap.ApplyAsync(patch, new SwapOptions { Reclaimable = reclaimable }));
        Assert.Contains(method, e.Message, StringComparison.Ordinal);
        Assert.Equal(0, woven.Delegate<Func<int>>("N.T", "Answer")());
    }

    [Fact]
    public async Task HW6107_a_body_whose_stack_is_empty_where_it_takes_something()
    {
        var (patch, woven) = Make("Malformed", "1", null, edit: static module =>
            Replace(module.GetType("N.T").Methods.Single(static m => m.Name == "Answer"), OpCodes.Add, OpCodes.Ret));
        var e = await RefusedAsync("HW6107", () => HotSwap.ApplyAsync(patch, new SwapOptions { Reclaimable = true }));
        Assert.Contains("N.T::Answer: at IL_0000 the stack is empty", e.Message, StringComparison.Ordinal);
        Assert.Equal(0, woven.Delegate<Func<int>>("N.T", "Answer")());
    }

    [Theory]
    [InlineData("Free`1", "RunFree")]
    [InlineData("Classes`1", "RunClasses")]
    [InlineData("Values`1", "RunValues")]
    [InlineData("Enums", "RunEnums")]
    [InlineData("Bound`1", "RunBound")]
    [InlineData("Plain", "Method")]
    [InlineData("Converts", "G.IConvert.Convert")]
    [InlineData("Converts`1", "Convert")]
    [InlineData("Marks`1", "Value")]
    [InlineData("Twice`1", "Deep")]
    public async Task HW6112_a_generic_body_that_only_the_compiler_refuses(string type, string method)
    {
        var name = "Generic" + type[..4] + method[..1] + method[^1];
        // Depths and kinds are right; a prefix stands where none may be, or what is taken is not there.
        OpCode[] uncompiled = [OpCodes.Nop, OpCodes.Volatile, OpCodes.Nop, OpCodes.Ldnull, OpCodes.Throw];
        OpCode[] malformed = [OpCodes.Add, OpCodes.Ret];
        var (patch, woven) = Make(name, "1", null, edit: module => Replace(Find(module), uncompiled), extra: GenericCode.Source);
        var e = await RefusedAsync("HW6112", () => HotSwap.ApplyAsync(patch, new SwapOptions { Reclaimable = true }));
        Assert.Contains(method, e.Message, StringComparison.Ordinal);
        (patch, _) = Make(name, "1", null, woven, edit: module => Replace(Find(module), malformed), extra: GenericCode.Source);
        e = await RefusedAsync("HW6107", () => HotSwap.ApplyAsync(patch, new SwapOptions { Reclaimable = true }));
        Assert.Contains(method, e.Message, StringComparison.Ordinal);
        Assert.Equal(0, woven.Delegate<Func<int>>("N.T", "Answer")());

        // Valid ones are no obstacle, whatever their constraints.
        var (valid, _) = Make(name, "G.Closed.Run()", null, woven, extra: GenericCode.Source);
        await HotSwap.ApplyAsync(valid, new SwapOptions { Reclaimable = true });
        Assert.Equal(1, woven.Delegate<Func<int>>("N.T", "Answer")());

        MethodDefinition Find(ModuleDefinition module) => module.GetType("G." + type).Methods.Single(m => m.Name == method);
    }

    [Fact]
    public async Task HW6108_a_version_that_lacks_a_method()
    {
        var (patch, _) = Make("Lacks", "1", null, edit: module =>
        {
            var type = module.GetType("N.T");
            type.Methods.Remove(type.Methods.Single(m => m.Name == "Answer"));
        });
        await RefusedAsync("HW6108", () => HotSwap.ApplyAsync(patch, new SwapOptions { Reclaimable = true }));
    }

    [Fact]
    public async Task References_resolve_to_the_very_assemblies_of_the_baseline()
    {
        var (patch, woven) = Make("Identity", "(N.Lib.Field = 8) + (N.Lib.Me == typeof(N.Lib) ? 1 : 0)", null);
        await HotSwap.ApplyAsync(patch);
        Assert.Equal(9, woven.Delegate<Func<int>>("N.T", "Answer")());
        Assert.Equal(8, woven.Assembly.GetType("N.Lib")!.GetField("Field")!.GetValue(null));
    }

    [Fact]
    public async Task A_permanent_patch_that_failed_is_not_loaded_a_second_time()
    {
        var (patch, _) = Make("FailedOnce", "N.Lib.Used()", module => module.GetType("N.Lib").Methods.Single(m => m.Name == "Used").Name = "Gone");
        await RefusedAsync("HW6110", () => HotSwap.ApplyAsync(patch));
        await RefusedAsync("HW6110", () => HotSwap.ApplyAsync(patch));
        Assert.Single(AppDomain.CurrentDomain.GetAssemblies(), static a => a.GetName().Name == "FailedOnce.Patch");
    }

    [Fact]
    public async Task Stack_traces_of_patched_code_have_the_new_sources_lines()
    {
        var (patch, woven) = Make("Traced", "throw new System.NotSupportedException(\"line\")", null);
        await HotSwap.ApplyAsync(patch);
        var e = Assert.Throws<NotSupportedException>(() => woven.Delegate<Func<int>>("N.T", "Answer")());
        Assert.Contains("at N.T.Answer() in Traced.Patch.cs:line ", e.StackTrace, StringComparison.Ordinal);
    }

    private static void Replace(MethodDefinition method, params OpCode[] codes)
    {
        method.Body.Instructions.Clear();
        foreach (var code in codes)
            method.Body.Instructions.Add(Instruction.Create(code));
    }

    private static (byte[] Patch, HandWovenAssembly Woven) Make(
        string name,
        string expression,
        Action<ModuleDefinition>? deployed,
        HandWovenAssembly? loaded = null,
        string? opens = null,
        Action<ModuleDefinition>? edit = null,
        string? extra = null)
    {
        const string Swappable = """
            namespace N
            {
                public static class T
                {
                    public static int Answer()
                    {
                        var dispatch = HotWeaveSlots.N_T;
                        if (dispatch != null)
                            return dispatch.Answer();
                        return 0;
                    }
                }
            }

            namespace HotWeave.Generated { public abstract class N_T : HotWeave.Runtime.Dispatch { public abstract int Answer(); } }
            public static class HotWeaveSlots { public static volatile HotWeave.Generated.N_T N_T; }

            """;
        // The patch is compiled against the assembly as it was; deployed is what the process has.
        var original = HandWovenAssembly.Build(name, HandWovenAssembly.IdOf(name), Library + Swappable);
        var woven = loaded ?? HandWovenAssembly.Load(name, Library + Swappable, deployed);
        var source = (opens is null ? "" : $"[assembly: System.Runtime.CompilerServices.IgnoresAccessChecksTo(\"{opens}\")]\n") + $$"""
            namespace System.Runtime.CompilerServices
            {
                [AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
                internal sealed class IgnoresAccessChecksToAttribute(string assemblyName) : Attribute { public string AssemblyName => assemblyName; }
            }

            namespace N
            {
                public sealed class T : HotWeave.Generated.N_T
                {
                    public override int Answer() => {{expression}};
                    {{Used("GenericMethod<", "private static int GenericMethod<X>() => N.Lib.Used();")}}
                }

                {{Used("Generic<", "public sealed class Generic<X> { public int Get() => N.Lib.Used(); }")}}
                public sealed class Derived : N.Lib { private static int Three() => 3; public static int Ask() => Family() + Inner.Ask(); private static class Inner { public static int Ask() => Three(); } }
            }

            """ + Door + extra;
        var (image, symbols) = CSharp.Compile(name + ".Patch", source, Counters.RuntimeImage, original);
        if (edit is not null)
        {
            using var module = ModuleDefinition.ReadModule(new MemoryStream(image));
            edit(module);
            var edited = new MemoryStream();
            module.Write(edited);
            (image, symbols) = (edited.ToArray(), []);
        }

        var manifest = new PatchManifest("v0", "v1", [new(woven.Name, woven.Id)], [new(0, "N.T", "N_T", "N.T", "P.Baseline", "P.Door")], [], [], []);
        return (PatchFile.Write(manifest, image, symbols), woven);

        string Used(string mark, string declaration) => expression.Contains(mark, StringComparison.Ordinal) ? declaration : "";
    }
}
