using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;
using HotWeave.Weaver.Model;
using HotWeave.Weaver.Model.Ghost;
using HotWeave.Weaver.Tests.Harness;
using Mono.Cecil;
using Xunit;
using MethodDefinition = Mono.Cecil.MethodDefinition;
using ModuleDefinition = Mono.Cecil.ModuleDefinition;
using TypeDefinition = Mono.Cecil.TypeDefinition;

namespace HotWeave.Weaver.Tests.Ghosts;

/// <summary>
/// The copy of a ghost is its original with new types, a mark, and stubs before the code of methods, and nothing else; and the plan for the
/// loaded original says the same in the original's own tokens.
/// </summary>
public class GhostCopyTests
{
    public static TheoryData<string, Configuration> Cases()
    {
        var data = new TheoryData<string, Configuration>();
        foreach (var name in CaseText.CSharp)
        {
            data.Add(name, Configuration.Debug);
            data.Add(name, Configuration.Release);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_copy_is_the_original_with_stubs(string name, Configuration configuration)
    {
        using var directory = new TestDirectory();
        var plain = Compiler.CSharp(directory, name, CaseText.Source(name + ".cs"), configuration);
        var (copy, _) = Weaving.Ghost(plain, directory.Sub("copy"), SmallMethods.Export);
        using var before = ModuleDefinition.ReadModule(plain, new ReaderParameters { InMemory = true });
        using var after = ModuleDefinition.ReadModule(copy, new ReaderParameters { InMemory = true });
        var added = after.Types.Where(static t => t.Name == GeneratedName.Slots || t.Namespace == GeneratedName.Namespace).ToHashSet();
        Assert.Equal(before.GetTypes().Select(Describe), after.GetTypes().Where(t => !added.Contains(t)).Select(Describe));

        var stubs = 0;
        var woven = after.GetTypes().Where(t => !added.Contains(t)).SelectMany(static t => t.Methods);
        foreach (var (was, has) in before.GetTypes().SelectMany(static t => t.Methods).Zip(woven, static (a, b) => (a, b)))
        {
            var stub = StubPattern.Read(has);
            stubs += stub is null ? 0 : 1;
            Assert.Null(stub?.BodyMethod);
            Assert.Null(stub?.Self);
            Assert.Equal(Body(was, 0), Body(has, stub?.BodyIndex ?? 0));
        }

        Assert.True(stubs > 0, "there is no stub");
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_copy_runs_as_the_original(string name, Configuration configuration)
    {
        using var directory = new TestDirectory();
        var plain = Compiler.CSharp(directory, name, CaseText.Source(name + ".cs"), configuration);
        var (copy, _) = Weaving.Ghost(plain, directory.Sub("copy"), SmallMethods.Export);
        var loaded = Loaded.From(copy);
        var (expected, actual) = (Loaded.From(plain).Run(name), Trace.Normalise(loaded.Run(name)));
        if (configuration == Configuration.Release)
            (expected, actual) = (DropLines(Trace.DropInlined(expected, loaded.Assembly)), DropLines(Trace.DropInlined(actual, loaded.Assembly)));
        Assert.Equal(expected, actual);
        var (compiled, failures) = JitSweep.Run(loaded.Assembly);
        Assert.True(compiled > 0 && failures.Count == 0, string.Join("\n", failures));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_plan_says_what_the_copy_has(string name, Configuration configuration)
    {
        using var directory = new TestDirectory();
        var plain = Compiler.CSharp(directory, name, CaseText.Source(name + ".cs"), configuration);
        var (copy, result) = Weaving.Ghost(plain, directory.Sub("copy"), SmallMethods.Export);
        var plan = result.Ghost!;
        using var before = new PEReader(File.OpenRead(plain));
        using var after = new PEReader(File.OpenRead(copy));
        var (original, woven) = (before.GetMetadataReader(), after.GetMetadataReader());
        Assert.Equal(original.GetGuid(original.GetModuleDefinition().Mvid), plan.Mvid);
        Assert.Equal(result.BaselineId, plan.Mark.Id);

        var planned = plan.Types.SelectMany(t => t.Exports.Select(e => $"{t.DispatchClass} {t.Slot} {e.DispatchMethod} {SignatureNames.Read(original, e.Signature)}{Parameters(original, e)}"));
        Assert.Equal(DispatchMethods(woven).Order(StringComparer.Ordinal), planned.Order(StringComparer.Ordinal));
        foreach (var export in plan.Types.SelectMany(static t => t.Exports))
            Assert.Equal(export.Parameters.Count == 0, export.Instantiation.Length == 0);
    }

    // Where the JIT optimises, what comes first in a body that is in place has no line of its own.
    private static string DropLines(string trace) => Regex.Replace(trace, @" in /case/\S+:line \d+", "");

    private static IEnumerable<string> DispatchMethods(MetadataReader reader)
    {
        foreach (var type in reader.TypeDefinitions.Select(reader.GetTypeDefinition).Where(t => reader.GetString(t.Namespace) == GeneratedName.Namespace))
        {
            var name = GeneratedName.Namespace + "." + reader.GetString(type.Name);
            foreach (var method in type.GetMethods().Select(reader.GetMethodDefinition).Where(m => reader.GetString(m.Name) != ".ctor"))
            {
                var parameters = method.GetGenericParameters().Select(h => reader.GetGenericParameter(h)).Select(p =>
                    $" {reader.GetString(p.Name)}:{(int)p.Attributes}({string.Join(",", p.GetConstraints().Select(c => SignatureNames.Read(reader, reader.GetGenericParameterConstraint(c).Type)))})");
                yield return $"{name} <>9_{reader.GetString(type.Name)} {reader.GetString(method.Name)} "
                    + SignatureNames.Read(reader, reader.GetBlobBytes(method.Signature)) + string.Concat(parameters);
            }
        }
    }

    private static string Parameters(MetadataReader reader, GhostExport export) => string.Concat(export.Parameters.Select(p =>
        $" {p.Name}:{p.Flags}({string.Join(",", p.Constraints.Select(c => c.Token != 0 ? SignatureNames.Read(reader, MetadataTokens.EntityHandle(c.Token)) : SignatureNames.ReadType(reader, c.Signature)))})"));

    private static string Describe(TypeDefinition type) => string.Join("\n",
    [
        $"{type.Attributes} {type.FullName} : {type.BaseType?.FullName} {string.Join(",", type.Interfaces.Select(static i => i.InterfaceType.FullName))}",
        .. type.Fields.Select(static f => $"{f.Attributes} {f.FullName}"),
        .. type.Methods.Select(static m => $"{m.Attributes} {m.ImplAttributes} {m.FullName} {string.Join(",", m.CustomAttributes.Select(static a => a.AttributeType.FullName))}"),
    ]);

    private static string Body(MethodDefinition method, int from) => !method.HasBody ? "" : string.Join("\n",
        method.Body.Instructions.Skip(from).Select(i => $"{i.OpCode.Name.Replace(".s", "", StringComparison.Ordinal)} {Operand(i.Operand, method, from)}"));

    private static string? Operand(object? operand, MethodDefinition method, int from) => operand switch
    {
        Mono.Cecil.Cil.Instruction target => "to " + (method.Body.Instructions.IndexOf(target) - from),
        Mono.Cecil.Cil.Instruction[] targets => "to " + string.Join(",", targets.Select(t => method.Body.Instructions.IndexOf(t) - from)),
        _ => operand?.ToString(),
    };
}
