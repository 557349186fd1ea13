extern alias agent;

using agent::HotWeave.Control;
using agent::HotWeave.Control.Protocol;

namespace HotWeave.Tool.Tests.Live;

/// <summary>Answers requests when a test lets it, or when who asked has gone.</summary>
internal sealed class HeldGateway : IControlGateway
{
    public string? Requester { get; private set; }

    public ManualResetEventSlim Entered { get; } = new();

    public ManualResetEventSlim Hold { get; } = new();

    public ManualResetEventSlim Cancelled { get; } = new();

    public Welcome Welcome() => new(ControlProtocol.Version, Environment.ProcessId, ".NET", "1.0", "");

    public ControlMessage Handle(ControlMessage request, string requester, Func<ControlMessage, ControlMessage?> ask, CancellationToken cancellationToken)
    {
        if (request is PromoteRequest)
        {
            Entered.Set();
            cancellationToken.WaitHandle.WaitOne();
            Cancelled.Set();
            return new Refusal("HW0000", "cancelled");
        }

        if (request is RollbackRequest)
            throw new InvalidTimeZoneException("thrown");
        Entered.Set();
        Hold.Wait(CancellationToken.None);
        Requester = requester;
        return new Refusal("HW0000", "held");
    }
}
