using HotWeave;

namespace GameServer;

/// <summary>Something that lives in the world.</summary>
[Swappable]
internal sealed class Entity(int number)
{
    public int Number { get; } = number;

    public double X { get; set; }

    public double Speed { get; set; }

    /// <summary>How many commands it took.</summary>
    public int Commands { get; set; }

    public string Describe() => $"x={X:0}";
}
