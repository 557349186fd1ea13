using System;
using System.Collections.Generic;
using System.IO;

public class Account
{
    private int balance = 10;

    public string Report()
    {
#if V2
        balance += Bonus(2) + Static("ab");
        var result = Generic(balance) + this[3] + (this + 1) + Extra + Later(balance) + Nested();
        balance = 10;
        Action<int> group = Change;
        group(5);
        var text = result + balance;
        balance = 10;
        return text;
#else
        return "balance " + balance;
#endif
    }

#if V2
    public int Bonus(int factor) => factor * balance;

    public static int Static(string text) => text.Length;

    private string Generic<T>(T value) => typeof(T).Name + value;

    public string this[int index] => "[" + index + "]";

    public static string operator +(Account account, int n) => "+" + (account.balance + n);

    public string Extra => "extra";

    private string Later(int n)
    {
        string Inner(int m) => m == 0 ? "end" : Inner(m - 1) + m;
        Func<int, string> lambda = k => Inner(k) + balance;
        return lambda(3) + n;
    }

    private string Nested()
    {
        var list = new List<Func<string>>();
        for (var i = 0; i < 2; i++)
        {
            var j = i;
            list.Add(() => "n" + j + balance);
        }

        return string.Join("", list.ConvertAll(f => f()));
    }

    private void Change(int by) => balance += by;
#endif
}

public struct Money
{
    public int Value;

#if V2
    public int Doubled() { Value *= 2; return Value; }

    public string Show() => "m" + Doubled() + Value;
#else
    public string Show() => "m" + Value + "................................";
#endif
}

public static class AddedMembers
{
    private static readonly Account account = new();

    public static void Run(TextWriter output)
    {
        output.WriteLine(account.Report());
        var money = new Money { Value = 4 };
        output.WriteLine(money.Show() + money.Value);
        output.WriteLine(Text());
    }

    private static string Text()
    {
#if V2
        return "abc".Shout();
#else
        return "abc";
#endif
    }

#if V2
    public static string Shout(this string text) => text.ToUpperInvariant() + "!";
#endif
}
