using HotWeave;

namespace GameServer;

/// <summary>A new command: it takes energy, and moves at once.</summary>
[Swappable]
[Command("jump")]
internal sealed class JumpCommand : ICommand
{
    public string Run(World world, Entity entity, string[] words)
    {
        entity.Energy = Math.Max(0, entity.Energy - 10);
        entity.X += 100;
        return "jumps";
    }
}
