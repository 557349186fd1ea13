using System;

internal sealed class App : Lib.Node<int, string>
{
    public override System.Collections.Generic.List<string>? Find(int key) => key == Key ? [] : null;

    private static void Main()
    {
        Lib.Bodies.Counted += n => Console.WriteLine(n);
#if NEXT
        Console.WriteLine(Lib.Bodies.All("two", 2) + Lib.Bodies.Arrays());
#else
        Console.WriteLine(Lib.Bodies.All("one", 2));
#endif
        Console.WriteLine(new App().Find(1) ?? (object)new Lib.Named("none", 1));
    }
}
