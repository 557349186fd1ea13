Console.WriteLine(new Speaker().Say("world"));

internal sealed class Speaker
{
    public string Say(string name)
    {
        var words = new[] { "hello", name };
        return string.Join(" ", words);
    }
}
