using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;

// Fields that get a better name wherever they are used; what objects hold in them stays.
public class Player
{
#if V2
    private SortedDictionary<string, bool> _filters = new();
    private int _visits;
    private static int s_saved;
    public string Title { get; private set; } = "none";
    public void Set(string key) { _filters[key] = true; _visits++; Title = key; s_saved++; Console.Error.Write(""); }
    public string Save() => "2 " + string.Join(" ", _filters.Where(f => f.Value && _visits > 0).Select(f => f.Key + _visits)) + Title + (s_saved > 0);
    public async Task<int> CountAsync() { await Task.Yield(); return _visits + _filters.Count; }
#else
    private SortedDictionary<string, bool> _filterDict = new();
    private int _count;
    private static int s_stored;
    public string Name { get; private set; } = "none";
    public void Set(string key) { _filterDict[key] = true; _count++; Name = key; s_stored++; Console.Error.Write(""); }
    public string Save() => "1 " + string.Join(" ", _filterDict.Where(f => f.Value && _count > 0).Select(f => f.Key + _count)) + Name + (s_stored > 0);
    public async Task<int> CountAsync() { await Task.Yield(); return _count + _filterDict.Count; }
#endif
}

public struct Price
{
#if V2
    private decimal _net;
    public Price(decimal amount) => _net = amount;
    public string Show() => "2 " + _net + Console.Error.NewLine.Length;
#else
    private decimal _value;
    public Price(decimal amount) => _value = amount;
    public string Show() => "1 " + _value + Console.Error.NewLine.Length;
#endif
}

public static class MovedNames
{
    private static readonly Player player = new();
    private static readonly Price[] prices = [new(3), new(4)];

    public static void Prepare(TextWriter output)
    {
        player.Set("trade");
        player.Set("guild");
    }

    public static void Run(TextWriter output)
    {
        output.WriteLine(player.Save() + " " + player.CountAsync().Result);
        foreach (var price in prices)
            output.WriteLine(price.Show());
    }
}
