namespace HotWeave.Tool.Developing;

/// <summary>Reads keys: one by one from a terminal, else the first character of each line of the standard input, until that ends.</summary>
internal static class KeyInput
{
    /// <summary>Begins to read, on a thread that ends with the process.</summary>
    public static void Begin(Action<char> pressed)
    {
        var reading = new Thread(() => Read(pressed)) { IsBackground = true, Name = "keys" };
        reading.Start();
    }

    private static void Read(Action<char> pressed)
    {
        if (Console.IsInputRedirected)
        {
            while (Console.In.ReadLine() is { } line)
            {
                if (line.Length > 0)
                    pressed(line[0]);
            }

            return;
        }

        while (true)
            pressed(Console.ReadKey(intercept: true).KeyChar);
    }
}
