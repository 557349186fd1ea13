using System;
using HotWeave;

// Says which version it runs. With a patch and what that makes of it: brings it into force where it is not, and confirms.
internal static class Confirmer
{
    private static void Main(string[] args)
    {
        if (args is [var patch, var name])
        {
            if (Lib.Part.Name() != name)
                HotSwap.ApplyAsync(patch).GetAwaiter().GetResult();
            Console.WriteLine("ready");
            HotSwap.ConfirmAsync().GetAwaiter().GetResult();
        }

        Console.WriteLine(Lib.Part.Name());
    }
}
