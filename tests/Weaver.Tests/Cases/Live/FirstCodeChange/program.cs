using System;
using System.IO;
using HotWeave;

// The first example of docs/code-change.md, beside a Main that runs and no patch reaches: nothing is added to a field that nobody reads.
[Swappable(Track = true)]
public class Account
{
#if V2
    private decimal balance;
    public void Add(int amount) => balance += amount / 100m;

    [CodeChange]
    private void Change(CodeChangeContext change)
    {
        if (change.IsUp)
            balance = change.Get<int>("cents") / 100m;
        else
            change.Set("cents", (int)(balance * 100m));
    }

    public string Show() => balance.ToString("0.##", System.Globalization.CultureInfo.InvariantCulture) + " euro";
#else
    private int cents;
    public void Add(int amount) => cents += amount;

    public string Show() => cents + " cents";
#endif
}

[NotSwappable]
internal static class Program
{
    private static void Main()
    {
        var account = new Account();
        while (Console.ReadLine() is not null)
        {
            account.Add(150);
            Console.WriteLine(account.Show());
            Console.WriteLine("<<end>>");
        }
    }
}
