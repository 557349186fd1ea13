using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching.Once;

/// <summary>Names what changed code does once for each object: objects that exist have run the deployed code, and do not run it again.</summary>
internal sealed class ObjectOnceRules(CodeHeads heads, ObjectEntries entries, RepeatedCalls repeated, ToldObjects told, DiagnosticSink sink)
{
    /// <summary>Looks at a changed head of a deployed type.</summary>
    public void Check(HeadChanges changes, MethodDefinition head, MethodDefinition old)
    {
        var type = GeneratedCode.UserTypeOf(head.DeclaringType);
        if (type.IsValueType || type.IsInterface)
            return;
        if (entries.IsOfActivation(head))
        {
            if (told.RunsAgain(type, head))
                return;
            var differences = repeated.Without(changes.Compare(head, old));
            if (!differences.IsEmpty)
                Report(EditDiagnostics.ActivationChanged, head, differences, type, differences.Describe("for objects that exist"));
        }
        else if (!head.IsStatic && FindRun(head) is { IsConstruction: true } run)
        {
            if (FrameworkTypes.HasAbove(type, static t => t.FullName is "System.Exception" or "System.Attribute"))
                return;
            var whole = changes.Compare(head, old);
            var statements = new ObjectStatements(type, heads, changes.Reader);
            var differences = new StatementDiff([.. repeated.Without(whole).Added.Where(statements.HasEffect)], []);
            var values = FindValues(whole);
            if (run.Loop is not null && !(differences.IsEmpty && values.IsEmpty))
            {
                sink.Report(EditDiagnostics.LoopOfStartUp.At(
                    ReadableName.Describe(head), SymbolLocation.Find(head), ReadableName.Describe(head), ReadableName.Describe(run.Loop), $"for each object of {ReadableName.Describe(type)}"));
                return;
            }

            if (!differences.IsEmpty)
                Report(EditDiagnostics.ConstructorDoesMore, head, differences, type, differences.Summary);
            if (!values.IsEmpty)
                Report(EditDiagnostics.FieldValueKept, head, values, type, string.Join(", ", values.Added.Select(static s => ReadableName.ShortenField(s.Assigned!)).Distinct(StringComparer.Ordinal)));
        }
    }

    // What objects that exist were made with stays in them.
    private StatementDiff FindValues(StatementDiff differences) =>
        new([.. differences.Added.Where(s => differences.Removed.Any(s.AssignsSameAs) && !repeated.Assigns(s))], []);

    /// <summary>Whether a head is a constructor, or runs only while an object is made.</summary>
    public bool IsConstruction(MethodDefinition head) => !head.IsStatic && FindRun(head).IsConstruction;

    private ObjectRun FindRun(MethodDefinition head) => head is { IsConstructor: true, IsStatic: false } ? new ObjectRun(true, null) : entries.FindRun(head);

    private void Report(DiagnosticDescriptor descriptor, MethodDefinition head, StatementDiff differences, TypeDefinition type, string text) =>
        sink.Report(descriptor.At(ReadableName.Describe(head), differences.Location ?? SymbolLocation.Find(head), ReadableName.Describe(head), ReadableName.Describe(type), text));
}
