using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

public class Desk
{
#if V2
    private readonly Func<int, string> before = static n => "before " + n;
    private static readonly Func<int, string> first = static n => "first " + n;
    public readonly Func<int, string> Rule = n => "rule two " + n * n;
    public static readonly Func<int, string> Way = n => "way two " + n + 1;
#else
    public readonly Func<int, string> Rule = n => "rule one " + n * n;
    public static readonly Func<int, string> Way = n => "way one " + n + 1;
#endif

    public readonly List<Func<string, string>> Items = [];

    public void Fill(string captured, int other)
    {
#if V2
        Func<string, string> inserted = s => s.PadLeft(5, '.');
        Items.Add(s => s.ToUpperInvariant() + "!");
        if (inserted("a").Length == 5)
        {
            var again = captured + "2";
            Func<string, string> between = s => again + s.Length;
            Items.Add(s => s + "+" + captured + between("xyz"));
        }

        Items.Add(s => s.Trim() + captured.Length + "two");
#else
        Items.Add(s => s.ToUpperInvariant());
        if (other > 0)
        {
            var again = captured;
            Items.Add(s => s + "-" + captured + again.Length);
        }

        Items.Add(s => s.Trim() + captured.Length);
#endif
    }

    public string Show()
    {
#if V2
        return before(1) + first(2) + Rule(3) + Way(4);
#else
        return Rule(3) + Way(4);
#endif
    }
}

public static class InsertedLambdas
{
    private static Desk desk = null!;
    private static Func<int, string> way = null!;

    public static void Prepare()
    {
        desk = new Desk();
        desk.Fill("cap", 3);
        way = Desk.Way;
    }

    public static void Run(TextWriter output)
    {
        // The second item's captures differ in the new build, so its delegate stays on its version.
        output.WriteLine(desk.Items[0]("up") + desk.Items[2](" trim "));
        output.WriteLine(desk.Show() + desk.Rule(5) + way(6) + Desk.Way(7));
        var fresh = new Desk();
        fresh.Fill("new", 4);
        output.WriteLine(string.Join(";", fresh.Items.Select(i => i("in"))) + fresh.Rule(8));
    }
}
