using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching.Names;

/// <summary>
/// Names code by which the name of something that the patch adds leaves the process: it is a name in the patch's assembly, which neither
/// another process nor the next deployment finds.
/// </summary>
internal sealed class StoredNameRules
{
    private readonly IReadOnlyList<PatchDiff> _diffs;
    private readonly DiagnosticSink _sink;
    private readonly AddedNames _added;

    public StoredNameRules(IReadOnlyList<PatchDiff> diffs, DiagnosticSink sink)
    {
        _diffs = diffs;
        _sink = sink;
        _added = new AddedNames([.. diffs.Select(static d => d.Match)]);
    }

    /// <summary>Looks at all code of the patch for names of what it adds, and at all code for names of types that nobody knows here.</summary>
    public void Check()
    {
        foreach (var diff in _diffs)
        {
            foreach (var root in diff.ChangedBodies.Concat(AddedBodies(diff)).Distinct())
            {
                foreach (var body in diff.Match.NewKeys.TreeOf(root).Where(static m => m.HasBody))
                    CheckBody(root, body);
            }
        }

        if (_added.Types.FirstOrDefault() is { } example)
            CheckReaders(example);
    }

    private IEnumerable<MethodDefinition> AddedBodies(PatchDiff diff) => _added.Types.Where(t => t.Module == diff.Match.Pair.New).SelectMany(static t => t.Methods);

    private void CheckBody(MethodDefinition root, MethodDefinition body)
    {
        foreach (var instruction in body.Body.Instructions)
        {
            if (instruction.Operand is not MethodReference called || instruction.OpCode.FlowControl != FlowControl.Call)
                continue;
            if (TypeNames.IsRead(called) && FindToken(instruction) is { } type && _added.Mentions(type) && (TypeNames.HasAssembly(called) || type is GenericInstanceType))
                Report(EditDiagnostics.AddedNameRead, root, body, instruction, ReadableName.Describe(root), ReadableName.Describe(type));
            else if (JobCalls.IsOne(called) && FindAdded(body, called, JobCalls.AreTypesFound(called, body.Module)) is { } name)
                Report(EditDiagnostics.AddedNameStored, root, body, instruction, ReadableName.Describe(root), $"{called.DeclaringType.FullName}.{called.Name}", name);
        }
    }

    // ldtoken T; call Type.GetTypeFromHandle; callvirt the name
    private static TypeReference? FindToken(Instruction read) =>
        read.Previous is { Operand: MethodReference { Name: "GetTypeFromHandle" }, Previous: { OpCode.Code: Code.Ldtoken, Operand: TypeReference type } } ? type : null;

    // Where types are found by their names, only methods that are added to deployed types are not.
    private string? FindAdded(MethodDefinition body, MethodReference called, bool areTypesFound)
    {
        if (!areTypesFound && called is GenericInstanceMethod instance && instance.GenericArguments.FirstOrDefault(_added.Mentions) is { } argument)
            return ReadableName.Describe(argument);
        foreach (var token in body.Body.Instructions.Where(static i => i.OpCode.Code == Code.Ldtoken))
        {
            if (token.Operand is MethodReference method && (areTypesFound ? _added.AddsTo(method) : _added.Mentions(method)))
                return ReadableName.Describe(method);
            if (!areTypesFound && token.Operand is TypeReference type && _added.Mentions(type))
                return ReadableName.Describe(type);
        }

        return null;
    }

    // Code that asks objects for their types' names, or has a serialiser write them, does so for added types too.
    private void CheckReaders(TypeDefinition example)
    {
        foreach (var module in _diffs.Select(static d => d.Match.Pair.New).Where(static m => m.GetMemberReferences().OfType<MethodReference>().Any(TypeNames.MayLeave)))
        {
            var readers = module.GetTypes().SelectMany(static t => t.Methods).Where(static m => m.HasBody)
                .Select(m => (Body: m, Read: m.Body.Instructions.FirstOrDefault(i => i.Operand is MethodReference called && TypeNames.MayLeave(called) && FindToken(i) is null)))
                .Where(static r => r.Read is not null)
                .Select(r => (Root: _diffs.First(d => d.Match.Pair.New == module).Match.NewKeys.RootOf(r.Body), r.Body, r.Read))
                .GroupBy(static r => r.Root);
            foreach (var reader in readers)
            {
                var (root, body, read) = reader.First();
                Report(EditDiagnostics.AddedNamesLeave, root, body, read!, ReadableName.Describe(root), ((MethodReference)read!.Operand).Name.Replace("get_", "").Replace("set_", ""), ReadableName.Describe(example));
            }
        }
    }

    private void Report(DiagnosticDescriptor descriptor, MethodDefinition root, MethodDefinition body, Instruction at, params object[] arguments) =>
        _sink.Report(descriptor.At(ReadableName.Describe(root), SymbolLocation.Find(body, at), arguments));
}
