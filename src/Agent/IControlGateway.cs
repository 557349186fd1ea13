using HotWeave.Control.Protocol;

namespace HotWeave.Control;

/// <summary>What control requests act on. Called from several threads at once.</summary>
internal interface IControlGateway
{
    /// <summary>Says who is here and whether HotWeave can be used.</summary>
    Welcome Welcome();

    /// <summary>Does what a request asks.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="requester">Who asks, for the audit.</param>
    /// <param name="ask">Asks the tool something back, and waits for its reply.</param>
    /// <param name="cancellationToken">Signalled when the one who asks has gone: what can still be left undone is.</param>
    /// <returns>The reply: a result or a <see cref="Refusal"/>.</returns>
    ControlMessage Handle(ControlMessage request, string requester, Func<ControlMessage, ControlMessage?> ask, CancellationToken cancellationToken);
}
