using HotWeave.Weaver.Tests.Harness;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Xunit;

namespace HotWeave.Weaver.Tests;

/// <summary>Prefixes that the C# compiler does not write, before instructions for which others stand in a patch.</summary>
[Collection("swaps")]
public class PrefixTests
{
    private const string Source = """
        using System;
        using System.IO;
        using System.Reflection;
        public class Cell
        {
            private int number = 1;
            private volatile int seen = 2;
        #if V2
            private int added = 3;
            private volatile int flag = 4;
            public int Unaligned() { var sum = number + added + seen + flag; added++; return sum * 2; }
            public object TailClone() { number += 2; return MemberwiseClone(); }
            public string TailLocal(int n) { added += n; return Local(n); }
            private string Local(int n) { return "two" + n + added; }
        #else
            public int Unaligned() { var sum = number + seen; return sum * 2; }
            public object TailClone() { number += 1; return MemberwiseClone(); }
            public string TailLocal(int n) { number += n; return Local(n); }
            private string Local(int n) { return "one" + n + number; }
        #endif
            public Assembly TailAssembly() { number++; seen++; return Assembly.GetExecutingAssembly(); }
            public static string TailConstrained<T>(T[] cells, int n) where T : Cell
            {
        #if V2
                n += 4;
        #endif
                return cells[0].Local(n);
            }
            public int Number => number;
        }
        public static class Prefixes
        {
            public static void Run(TextWriter output)
            {
                var cell = new Cell();
                output.Write(cell.Unaligned() + ((Cell)cell.TailClone()).Unaligned() + cell.TailLocal(3) + Cell.TailConstrained([cell], 5));
                output.Write((cell.TailAssembly() == typeof(Cell).Assembly) + "" + cell.Number);
            }
        }
        """;

    [Fact]
    public async Task Prefixes_stand_only_before_what_may_have_them()
    {
        using var swap = new SwapCase("Prefixes", static (directory, version) =>
        {
            var compiled = Compiler.CSharp(directory.Sub("plain"), "Prefixes", (version == 2 ? "#define V2\n" : "") + Source, Configuration.Release);
            using var module = ModuleDefinition.ReadModule(compiled);
            foreach (var method in module.GetType("Cell").Methods.Where(static m => m.Name.StartsWith("Tail", StringComparison.Ordinal)))
                InsertBefore(method.Body, method.Body.Instructions.Single(static i => i.OpCode.Code == Code.Ret).Previous, Instruction.Create(OpCodes.Tail));
            var unaligned = module.GetType("Cell").Methods.Single(static m => m.Name == "Unaligned").Body;
            foreach (var access in unaligned.Instructions.Where(static i => i.OpCode.Code is Code.Ldfld or Code.Stfld).ToList())
                InsertBefore(unaligned, access.Previous.OpCode.Code == Code.Volatile ? access.Previous : access, Instruction.Create(OpCodes.Unaligned, (byte)1));
            var path = directory.File("Prefixes.dll");
            module.Write(path);
            return path;
        });
        await swap.GoesLiveAndBack(swap.MakePatch(swap.Plain2).Bytes);
    }

    private static void InsertBefore(MethodBody body, Instruction at, Instruction prefix)
    {
        if (at.Previous?.OpCode.OpCodeType == OpCodeType.Prefix)
            at = at.Previous;
        body.Instructions.Insert(body.Instructions.IndexOf(at), prefix);
    }
}
