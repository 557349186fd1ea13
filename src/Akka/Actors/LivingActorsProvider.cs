using Akka.Actor;

namespace HotWeave.Akka.Actors;

/// <summary>Makes a system's <see cref="LivingActors"/> when its first mailbox asks for them.</summary>
internal sealed class LivingActorsProvider : ExtensionIdProvider<LivingActors>
{
    /// <inheritdoc/>
    public override LivingActors CreateExtension(ExtendedActorSystem system) => new(system);
}
