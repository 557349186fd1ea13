using HotWeave;

namespace GameServer;

/// <summary>New in the tick: who lives gets rested.</summary>
[Swappable]
internal sealed class Rest : ISystem
{
    public void Update(World world, double seconds)
    {
        foreach (Entity entity in world.Entities)
            entity.Energy = Math.Min(100, entity.Energy + (600 * seconds));
    }
}
