using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Dispatch.MessageQueues;
using HotWeave.Akka.Actors;
using HotWeave.Akka.Mailboxes;

namespace HotWeave.Akka;

/// <summary>
/// The unbounded mailbox, also for actors that stash, in which each message is a unit of work. Named in the configuration of a mailbox as
/// <c>mailbox-type</c>; <see cref="HotWeaveConfigExtensions.UseHotWeave"/> does it for the mailboxes that Akka.NET has by default.
/// </summary>
/// <param name="settings">The actor system's settings.</param>
/// <param name="config">The mailbox's configuration.</param>
public sealed class UnitMailbox(global::Akka.Actor.Settings settings, Config config)
    : MailboxType(settings, config), IProducesMessageQueue<UnitQueue>
{
    private static readonly LivingActorsProvider s_livingActors = new();

    /// <inheritdoc/>
    public override IMessageQueue Create(IActorRef owner, ActorSystem system)
    {
        ((ExtendedActorSystem)system).RegisterExtension(s_livingActors);
        return new UnitQueue();
    }
}
