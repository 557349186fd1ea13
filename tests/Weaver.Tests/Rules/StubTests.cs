using HotWeave.Weaver.Model;
using HotWeave.Weaver.Tests.Harness;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Xunit;

namespace HotWeave.Weaver.Tests.Rules;

/// <summary>What tools and people see of stubs: nothing that a person did not write is counted, and frames stay where they were.</summary>
public class StubTests
{
    private const string Source = """
        using System;
        using System.Collections.Generic;
        public class C
        {
            public C() { }
            public C(int n) : this() { if (n < 0) throw new ArgumentException(); Moved(n); }
            public int InPlace(int n) => n > 0 ? n : -n;
            public int Moved(int n) { Console.Write(n); return n; }
            public IEnumerable<int> Each() { yield return 1; }
            public void Loop(int n) { for (var i = 0; i < n; i++) n--; }
            public void Throw(int n) { if (n == 2) throw new Exception(); }
            public void Catch() { try { Console.Write(1); } catch { } }
            public int Straight(int n) => n > 0 ? n + 1 : n;
        }
        """;

    // Coverlet does not count a branch where one of the two instructions before it reads a generated field of such a name.
    [Theory]
    [InlineData(Configuration.Debug)]
    [InlineData(Configuration.Release)]
    public void Branches_of_stubs_look_like_those_of_cached_delegates(Configuration configuration)
    {
        using var module = Weave(configuration, out var directory);
        using (directory)
        {
            var seen = 0;
            foreach (var method in module.GetType("C").Methods.Where(static m => m.HasBody))
            {
                if (StubPattern.Read(method) is not { } stub)
                    continue;
                foreach (var branch in method.Body.Instructions.Take(stub.BodyIndex).Where(static i => i.OpCode.FlowControl == FlowControl.Cond_Branch))
                {
                    seen++;
                    var before = new[] { branch.Previous, branch.Previous.Previous };
                    var slot = Assert.Single(before, static i => i.OpCode.Code == Code.Ldsfld).Operand as FieldDefinition;
                    Assert.StartsWith("<>9_", slot!.Name, StringComparison.Ordinal);
                    Assert.Contains(slot.CustomAttributes, static a => a.AttributeType.Name == "CompilerGeneratedAttribute");
                }
            }

            Assert.Equal(7 + (2 * 2), seen);
        }
    }

    [Fact]
    public void Only_what_the_compiler_would_inline_asks_for_it()
    {
        using var module = Weave(Configuration.Release, out var directory);
        using (directory)
        {
            var inlined = module.GetType("C").Methods.Where(static m => m.AggressiveInlining).Select(static m => m.Name);
            Assert.Equal([".ctor", "InPlace", "Moved", "Each", "Straight"], inlined);
        }
    }

    private static ModuleDefinition Weave(Configuration configuration, out TestDirectory directory)
    {
        directory = new TestDirectory();
        var plain = Compiler.CSharp(directory, "Stubs", Source, configuration);
        return ModuleDefinition.ReadModule(Weaving.All(plain, directory.Sub("woven")), new ReaderParameters { InMemory = true });
    }
}
