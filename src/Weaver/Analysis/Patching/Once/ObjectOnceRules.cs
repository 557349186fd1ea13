using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching.Once;

/// <summary>Names what changed code does once for each object: objects that exist have run the deployed code, and do not run it again.</summary>
internal sealed class ObjectOnceRules(CodeHeads heads, ObjectEntries entries, RepeatedCalls repeated, DiagnosticSink sink)
{
    /// <summary>Looks at a changed head of a deployed type.</summary>
    public void Check(HeadChanges changes, MethodDefinition head, MethodDefinition old)
    {
        var type = GeneratedCode.UserTypeOf(head.DeclaringType);
        if (type.IsValueType || type.IsInterface)
            return;
        if (entries.IsActivation(head))
        {
            var differences = repeated.Without(changes.Compare(head, old));
            if (!differences.IsEmpty)
                Report(EditDiagnostics.ActivationChanged, head, differences, type, differences.Describe("for objects that exist"));
        }
        else if (!head.IsStatic && FindRun(head) is { IsConstruction: true } run)
        {
            if (run.Loop is not null)
            {
                sink.Report(EditDiagnostics.LoopOfStartUp.At(
                    ReadableName.Of(head), SymbolLocation.Of(head), ReadableName.Of(head), ReadableName.Of(run.Loop), $"for each object of {ReadableName.Of(type)}"));
                return;
            }

            if (FrameworkTypes.HasAbove(type, static t => t.FullName is "System.Exception" or "System.Attribute"))
                return;
            var whole = changes.Compare(head, old);
            var statements = new ObjectStatements(type, heads, changes.Reader);
            var differences = new StatementDiff([.. repeated.Without(whole).Added.Where(statements.HasEffect)], []);
            if (!differences.IsEmpty)
                Report(EditDiagnostics.ConstructorDoesMore, head, differences, type, differences.Summary);
            CheckValues(head, whole, type);
        }
    }

    // What objects that exist were made with stays in them.
    private void CheckValues(MethodDefinition head, StatementDiff differences, TypeDefinition type)
    {
        List<Statement> changed = [.. differences.Added.Where(s => differences.Removed.Any(s.AssignsSameAs) && !repeated.Assigns(s))];
        if (changed.Count == 0)
            return;
        var fields = string.Join(", ", changed.Select(static s => NameOf(s.Assigned!)).Distinct(StringComparer.Ordinal));
        Report(EditDiagnostics.FieldValueKept, head, new StatementDiff(changed, []), type, fields);
    }

    // <Total>k__BackingField, <total>P
    private static string NameOf(FieldReference field) =>
        field.Name[0] == '<' && field.Name.IndexOf('>') is > 1 and var end ? field.Name.Substring(1, end - 1) : field.Name;

    private ObjectRun FindRun(MethodDefinition head) => head is { IsConstructor: true, IsStatic: false } ? new ObjectRun(true, null) : entries.FindRun(head);

    private void Report(DiagnosticDescriptor descriptor, MethodDefinition head, StatementDiff differences, TypeDefinition type, string text) =>
        sink.Report(descriptor.At(ReadableName.Of(head), differences.Location ?? SymbolLocation.Of(head), ReadableName.Of(head), ReadableName.Of(type), text));
}
