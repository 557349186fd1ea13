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
        else if (!head.IsStatic && IsConstructor(head))
        {
            var statements = new ObjectStatements(type, heads, changes.Reader);
            var differences = repeated.Without(changes.Compare(head, old));
            differences = new StatementDiff([.. differences.Added.Where(statements.HasEffect)], []);
            if (!differences.IsEmpty && !FrameworkTypes.HasAbove(type, static t => t.FullName is "System.Exception" or "System.Attribute"))
                Report(EditDiagnostics.ConstructorDoesMore, head, differences, type, differences.Summary);
        }
    }

    private bool IsConstructor(MethodDefinition head) => head is { IsConstructor: true, IsStatic: false } || entries.IsConstruction(head);

    private void Report(DiagnosticDescriptor descriptor, MethodDefinition head, StatementDiff differences, TypeDefinition type, string text) =>
        sink.Report(descriptor.At(ReadableName.Of(head), differences.Location ?? SymbolLocation.Of(head), ReadableName.Of(head), ReadableName.Of(type), text));
}
