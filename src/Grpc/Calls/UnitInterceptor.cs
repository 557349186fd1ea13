using Grpc.Core;
using Grpc.Core.Interceptors;
using HotWeave.AspNetCore.Units;
using HotWeave.Grpc.Streams;
using Microsoft.AspNetCore.Http;

namespace HotWeave.Grpc.Calls;

/// <summary>
/// Leaves a call with one request and one response the unit that its HTTP request is, and makes each message that comes by a stream a unit
/// of its own.
/// </summary>
internal sealed class UnitInterceptor : Interceptor
{
    /// <inheritdoc/>
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            return await continuation(request, context);
        }
        catch (Exception e) when (CallOutcome.IsFailure(e, context))
        {
            context.GetHttpContext().Features.Get<RequestUnit>()?.Fail(); // the response's HTTP status says nothing of it
            throw;
        }
    }

    /// <inheritdoc/>
    public override async Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, ServerCallContext context,
        ClientStreamingServerMethod<TRequest, TResponse> continuation)
    {
        using var units = BeginStream(context);
        try
        {
            // What comes after the last message makes the answer.
            var reader = new UnitStreamReader<TRequest>(requestStream, units, endsInUnit: true, context.CancellationToken);
            return await continuation(reader, context);
        }
        catch (Exception e) when (CallOutcome.IsFailure(e, context))
        {
            units.Fail();
            throw;
        }
    }

    /// <inheritdoc/>
    public override Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        // Where a handler waits for what to send next, and where it makes it, only the handler knows.
        context.GetHttpContext().LeaveUnit();
        return continuation(request, responseStream, context);
    }

    /// <inheritdoc/>
    public override async Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context,
        DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        using var units = BeginStream(context);
        try
        {
            // It may go on sending for as long as it likes after the last message.
            var reader = new UnitStreamReader<TRequest>(requestStream, units, endsInUnit: false, context.CancellationToken);
            await continuation(reader, responseStream, context);
        }
        catch (Exception e) when (CallOutcome.IsFailure(e, context))
        {
            units.Fail();
            throw;
        }
    }

    // In the flow of the async method that calls this.
    private static StreamUnits BeginStream(ServerCallContext context)
    {
        context.GetHttpContext().LeaveUnit();
        return UnitOfWork.BeginStream(MethodUnitNames.FindName(context.Method));
    }
}
