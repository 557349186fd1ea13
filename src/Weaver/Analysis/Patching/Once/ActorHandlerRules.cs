using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching.Once;

/// <summary>
/// Names changed code in which an actor of Akka.NET registers handlers for messages: actors that are in that behaviour keep those they
/// have. Who is told of swaps registers anew.
/// </summary>
internal sealed class ActorHandlerRules(ObjectOnceRules objects, DiagnosticSink sink)
{
    /// <summary>Looks at a changed head of a deployed type.</summary>
    public void Check(HeadChanges changes, MethodDefinition head, MethodDefinition old)
    {
        var type = GeneratedCode.UserTypeOf(head.DeclaringType);
        if (!FrameworkTypes.HasAbove(type, static t => t.FullName == "Akka.Actor.ActorBase") || ToldObjects.AreTold(type))
            return;
        var whole = changes.Compare(head, old);
        // What a constructor does more is named with all else that it does.
        List<Statement> added = objects.IsConstruction(head) ? [] : [.. whole.Added.Where(Registers)];
        var handlers = new StatementDiff(added, [.. whole.Removed.Where(Registers)]);
        if (handlers.IsEmpty)
            return;
        var location = handlers.Location ?? SymbolLocation.Find(head);
        var kept = handlers.Describe("for actors that are in this behaviour");
        var name = ReadableName.Describe(head);
        sink.Report(EditDiagnostics.HandlersKept.At(name, location, name, ReadableName.Describe(type), kept));
    }

    // Of ReceiveActor, ReceivePersistentActor and FSM, and what they are built of.
    private static bool Registers(Statement statement) => statement.Calls.Any(static c =>
        c.Method.DeclaringType.Namespace.StartsWith("Akka.", StringComparison.Ordinal)
        && c.Method.Name is "Receive" or "ReceiveAsync" or "ReceiveAny" or "ReceiveAnyAsync"
            or "Command" or "CommandAsync" or "CommandAny" or "CommandAnyAsync"
            or "When" or "WhenUnhandled" or "OnTransition" or "OnTermination");
}
