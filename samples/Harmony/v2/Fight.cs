namespace Duel;

/// <summary>A fight against a dragon, balanced.</summary>
public sealed class Fight
{
    private int _health = 100;
    private int _fury;

    public string Hit()
    {
        _fury++;
        _health -= Damage() * _fury;
        return $"the dragon has {_health} left, and you are furious: {_fury}";
    }

    public static int Damage() => 7;
}
