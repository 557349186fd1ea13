using HotWeave.AspNetCore.Units;

namespace HotWeave.AspNetCore;

/// <summary>
/// Sends the caller's unit along with the requests of an <see cref="HttpClient"/>, or of a gRPC channel, so that a request to this same
/// process joins it: it sees the unit's version, and does not wait at the gate for a swap that waits for the unit. Another process makes
/// nothing of it, and begins a unit of its own.
/// </summary>
/// <remarks><c>services.AddHttpClient("self").AddHttpMessageHandler(() => new CarryUnitHandler())</c></remarks>
public sealed class CarryUnitHandler : DelegatingHandler
{
    /// <summary>One of a chain, which is told its next.</summary>
    public CarryUnitHandler()
    {
    }

    /// <summary>One that sends by another.</summary>
    /// <param name="inner">The next.</param>
    public CarryUnitHandler(HttpMessageHandler inner)
        : base(inner)
    {
    }

    /// <inheritdoc/>
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Carry(request);
        return base.SendAsync(request, cancellationToken);
    }

    /// <inheritdoc/>
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Carry(request);
        return base.Send(request, cancellationToken);
    }

    private static void Carry(HttpRequestMessage request)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Headers.Remove(CarriedUnit.Header);
        if (UnitOfWork.Capture().Tag is { } tag)
            request.Headers.Add(CarriedUnit.Header, tag);
    }
}
