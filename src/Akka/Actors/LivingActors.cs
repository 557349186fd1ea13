using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Event;
using HotWeave.Akka.Mailboxes;

namespace HotWeave.Akka.Actors;

/// <summary>The actors of one system. Gives each its turns when it is made, and wakes those that want to be told of a swap.
/// Thread-safe.</summary>
internal sealed class LivingActors : ActorProducerPluginBase, IExtension
{
    private const string NoUnitsId = "HW8050";
    private const string NoUnits = NoUnitsId
        + ": Messages of {0} are no units of work, because its mailbox is a {1}. "
        + "Configure it with the mailbox type HotWeave.Akka.UnitMailbox.";

    private readonly LivingTurns _living = new();
    private readonly ConcurrentDictionary<Type, bool> _named = new();

    // Outside units.
    private readonly ExecutionContext _outside;

    internal LivingActors(ExtendedActorSystem system)
    {
        _outside = ExecutionContext.Capture()
            ?? throw new InvalidOperationException("An actor system cannot be created while the flow of execution is suppressed.");
        system.ActorPipelineResolver.Register(this);
        UnitOfWork.Expect();
        HotSwap.Swapped += AwakeAll;
        system.RegisterOnTermination(() => HotSwap.Swapped -= AwakeAll);
    }

    /// <inheritdoc/>
    public override void AfterIncarnated(ActorBase actor, IActorContext context)
    {
        var cell = (ActorCell)context;
        var isOfApplication = !IsOfAkka(actor.GetType());
        if (cell.Mailbox?.MessageQueue is UnitQueue queue)
        {
            var turns = queue.Turns ??= new ActorTurns(cell, queue, _living, _outside);
            turns.BeginWith(actor, isOfApplication);
        }
        else if (isOfApplication && _named.TryAdd(actor.GetType(), true))
        {
            context.System.Log.Warning(NoUnits, actor.GetType(), cell.Mailbox?.MessageQueue.GetType().Name ?? "none");
        }
    }

    /// <inheritdoc/>
    public override void BeforeIncarnated(ActorBase actor, IActorContext context)
    {
        if (((ActorCell)context).Mailbox?.MessageQueue is UnitQueue { Turns: { } turns })
            turns.EndFailed();
    }

    private static bool IsOfAkka(Type actor) =>
        actor.Assembly.GetName().Name is { } name && (name == "Akka" || name.StartsWith("Akka.", StringComparison.Ordinal));

    private void AwakeAll(object? sender, SwapEventArgs e) => _living.AwakeThoseToTell();
}
