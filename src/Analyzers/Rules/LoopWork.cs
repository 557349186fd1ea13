using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace HotWeave.Analyzers.Rules;

/// <summary>
/// What in a loop's body is work of its own. Calls are not: they reach the current version. Nor is what a loop needs round them: its variables,
/// its units, its handling of errors, and the ways out of it.
/// </summary>
internal static class LoopWork
{
    public static bool IsIn(IOperation? statement) => statement switch
    {
        null or IBranchOperation or IReturnOperation or IEmptyOperation or IThrowOperation or IVariableDeclarationGroupOperation => false,
        IUsingDeclarationOperation or ILocalFunctionOperation => false,
        IBlockOperation block => block.Operations.Any(IsIn),
        IUsingOperation scope => IsIn(scope.Body),
        ITryOperation guarded => IsIn(guarded.Body) || guarded.Catches.Any(static c => IsIn(c.Handler)) || IsIn(guarded.Finally),
        IConditionalOperation { WhenFalse: null } way => !IsWayOut(way.WhenTrue),
        IExpressionStatementOperation { Operation: var expression } => !IsCall(expression),
        _ => true,
    };

    private static bool IsWayOut(IOperation statement) => statement switch
    {
        IBranchOperation or IReturnOperation or IThrowOperation => true,
        IBlockOperation block => block.Operations.Length > 0
            && IsWayOut(block.Operations[block.Operations.Length - 1])
            && block.Operations.Take(block.Operations.Length - 1).All(static o => o is IExpressionStatementOperation call && IsCall(call.Operation)),
        _ => false,
    };

    private static bool IsCall(IOperation expression) => expression switch
    {
        IAwaitOperation wait => IsCall(wait.Operation) || wait.Operation is ILocalReferenceOperation or IParameterReferenceOperation,
        IConversionOperation conversion => IsCall(conversion.Operand),
        IConditionalAccessOperation access => IsCall(access.WhenNotNull),
        ISimpleAssignmentOperation { Target: IDiscardOperation or ILocalReferenceOperation } assignment => IsCall(assignment.Value),
        IInvocationOperation => true,
        _ => false,
    };
}
