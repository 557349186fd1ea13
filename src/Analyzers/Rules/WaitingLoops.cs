using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace HotWeave.Analyzers.Rules;

/// <summary>
/// Loops that wait for work for ever: nothing ends them but cancellation, an exception, or the end of a channel or timer. The weaver finds them
/// in the compiled code; here the commonest ways to write one are known.
/// </summary>
internal static class WaitingLoops
{
    private static readonly string[] s_waits = ["WaitForNextTickAsync", "WaitToReadAsync"];
    private static readonly string[] s_streams = ["ReadAllAsync", "GetConsumingEnumerable"];

    // Without an await, these say that the loop waits.
    private static readonly string[] s_blocking = ["Sleep", "WaitOne", "Wait", "Take", "WaitAny", "Accept", "AcceptSocket", "AcceptTcpClient"];

    public static bool Include(ILoopOperation loop) => loop switch
    {
        IForEachLoopOperation each => FindCalled(each.Collection) is { } stream && s_streams.Contains(stream),
        IWhileLoopOperation { Condition: { } condition } => IsWait(condition) || (HasNoEnd(condition) && Waits(loop.Body) && !Leaves(loop)),
        IForLoopOperation { Condition: null } => Waits(loop.Body) && !Leaves(loop),
        _ => false,
    };

    private static bool IsWait(IOperation condition) =>
        condition is IAwaitOperation { Operation: var awaited } && FindCalled(awaited) is { } name && s_waits.Contains(name);

    private static bool HasNoEnd(IOperation condition) => condition switch
    {
        { ConstantValue: { HasValue: true, Value: true } } => true,
        IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, Operand: IPropertyReferenceOperation { Property.Name: "IsCancellationRequested" } } => true,
        _ => false,
    };

    private static bool Waits(IOperation body) => body.Descendants().Any(static operation =>
        operation is IAwaitOperation or IUsingOperation { IsAsynchronous: true }
        || (operation is IInvocationOperation { TargetMethod.Name: var name } && s_blocking.Contains(name)));

    // A loop that its own body ends is a search, not a service.
    private static bool Leaves(ILoopOperation loop) => loop.Body.Descendants().Any(operation =>
        operation is IBranchOperation { BranchKind: BranchKind.Break } branch && SymbolEqualityComparer.Default.Equals(branch.Target, loop.ExitLabel));

    // Through `ConfigureAwait`, `WithCancellation` and conversions.
    private static string? FindCalled(IOperation operation) => operation switch
    {
        IConversionOperation conversion => FindCalled(conversion.Operand),
        IInvocationOperation { TargetMethod.Name: "ConfigureAwait" or "WithCancellation" } call =>
            (call.Instance ?? call.Arguments.FirstOrDefault()?.Value) is { } inner ? FindCalled(inner) : null,
        IInvocationOperation call => call.TargetMethod.Name,
        _ => null,
    };
}
