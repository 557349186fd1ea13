namespace Duel;

/// <summary>A fight against a dragon.</summary>
public sealed class Fight
{
    private int _health = 100;

    public string Hit()
    {
        _health -= Damage();
        return $"the dragon has {_health} left";
    }

    public static int Damage() => 5;
}
