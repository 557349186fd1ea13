using System;
using System.IO;

public class Account(int start)
{
    private int total = start;

#if V2
    public int Computed => total * 2;
    public int Automatic { get; set; } = 9;
    public string GetOnly => "expression " + total;
    public string Expression { get; } = "get only";
    public static int Shared => 70 + Other;
    public static int Other { get; set; } = 4;
    public int Checked { get => field + 1; set => field = value < 0 ? 0 : value; } = 3;
    public event Action? Raised { add { total += value is null ? 0 : 1; } remove { total -= value is null ? 0 : 1; } }
#else
    public int Computed { get; set; } = 5;
    public int Automatic => total + 1;
    public string GetOnly { get; } = "get only one";
    public string Expression => "expression one " + total;
    public static int Shared { get; set; } = 7;
    public static int Other => 8;
    public int Checked { get; set; } = 3;
    public event Action? Raised;
#endif

    public string Show()
    {
        Action handler = static () => { };
        Raised += handler;
#if V2
        Automatic += 2;
        Other++;
        Checked = -Checked;
        var result = $"{Computed} {Automatic} {GetOnly} {Expression} {Shared} {Other} {Checked}";
        Automatic -= 2;
        Other--;
        Checked = 3;
#else
        Computed++;
        Shared++;
        Checked *= 2;
        Raised?.Invoke();
        var result = $"{Computed} {Automatic} {GetOnly} {Expression} {Shared} {Other} {Checked}";
        Computed--;
        Shared--;
        Checked = 3;
#endif
        Raised -= handler;
        return result;
    }
}

public static class Accessors
{
    private static Account account = null!;

    public static void Prepare() => account = new Account(20);

    public static void Run(TextWriter output)
    {
        output.WriteLine(account.Show());
        output.WriteLine(new Account(30).Show() + account.Computed + account.Automatic + account.GetOnly + account.Expression);
    }
}
