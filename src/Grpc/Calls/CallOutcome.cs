using Grpc.Core;

namespace HotWeave.Grpc.Calls;

/// <summary>
/// Whether a call has failed by its exception. What the client did wrong, going away among it, is no failure of the version that answered.
/// </summary>
internal static class CallOutcome
{
    internal static bool IsFailure(Exception thrown, ServerCallContext call) => thrown switch
    {
        RpcException refused => IsFailure(refused.StatusCode),
        OperationCanceledException or IOException => !call.CancellationToken.IsCancellationRequested,
        _ => true,
    };

    // Those that an HTTP status of 500 and more stands for.
    private static bool IsFailure(StatusCode status) => status
        is StatusCode.Unknown or StatusCode.DeadlineExceeded or StatusCode.Unimplemented
        or StatusCode.Internal or StatusCode.Unavailable or StatusCode.DataLoss;
}
