using HotWeave.AspNetCore.Units;
using HotWeave;

namespace Microsoft.AspNetCore.Http;

/// <summary>What a request says to HotWeave.</summary>
public static class HotWeaveHttpContextExtensions
{
    /// <summary>
    /// Ends the request's unit of work: the request becomes a stream, so from now on it is outside, and no swap waits for it. Each message
    /// of the stream should be a unit of its own, by <see cref="UnitOfWork.EnterRootAsync"/>. Does nothing for a request that is outside
    /// already, as after a WebSocket was accepted.
    /// </summary>
    /// <param name="context">The request's context.</param>
    /// <remarks>Units that the request entered by itself, and holds, extend it until they are left.</remarks>
    public static void LeaveUnit(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Features.Get<RequestUnit>()?.Leave();
    }
}
