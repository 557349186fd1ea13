using HotWeave;

Console.WriteLine(new Speaker().Say(" world "));
if (args.Length > 0)
{
    await HotSwap.ApplyAsync(args[0]);
    Console.WriteLine(new Speaker().Say("world"));
    await HotSwap.RollbackAsync();
    Console.WriteLine(new Speaker().Say("world"));
}

internal sealed class Speaker
{
    public string Say(string name)
    {
        var words = new[] { "hello", name };
        // Of a package that Costura embeds.
        return Newtonsoft.Json.Linq.JToken.FromObject(string.Join(" ", words)).ToString();
    }
}
