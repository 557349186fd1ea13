namespace Parts;

/// <summary>What the program made when it started, and holds: delegates, objects and an iterator that is half-way.</summary>
public sealed class Held
{
    private readonly Clerk _clerk = new();
    private readonly Func<string> _describe;
    private readonly Func<long, long> _scale;
    private readonly Func<int, string> _lambda = n => $"lambda {n} {Version.Number}";
    private readonly Shape _shape = new Circle();

    public Held()
    {
        _describe = _clerk.Describe;
        _scale = _clerk.Scale;
    }

    public string Collect() => string.Join(" | ", _describe(), _scale(10), _lambda(1), _shape.Name(), _shape.Draw(1));
}
