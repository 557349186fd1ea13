namespace Shop;

/// <summary>How the programs of this sample run: they say where they are, and end with their standard input.</summary>
internal static class Running
{
    /// <summary>Starts the application, and stops it when the input has ended.</summary>
    public static async Task UntilInputEndsAsync(WebApplication app)
    {
        await app.StartAsync();
        Console.WriteLine($"ready pid={Environment.ProcessId} url={app.Urls.Single()}");
        await Task.WhenAny(app.WaitForShutdownAsync(), Task.Run(Console.In.ReadToEnd));
        await app.StopAsync();
        Console.WriteLine("done");
    }
}
