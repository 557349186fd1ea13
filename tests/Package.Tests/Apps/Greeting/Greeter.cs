using HotWeave;

[Swappable]
public class Greeter
{
    public string Greet(string name)
    {
        var words = new[] { "hello", name };
        return string.Join(" ", words);
    }
}
