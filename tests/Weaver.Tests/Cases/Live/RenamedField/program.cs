using System;
using System.Collections.Generic;
using System.IO;

// A field renamed together with all its uses; objects keep what it holds.
public class Player
{
#if V2
    private readonly SortedDictionary<string, bool> _filters = [];

    public void Set(string key)
    {
        _filters[key] = true;
        Console.Error.Write("");
    }

    public string Save()
    {
        var text = "saved 2:";
        foreach (var pair in _filters)
            text += " " + pair.Key;
        return text;
    }
#else
    private readonly SortedDictionary<string, bool> _filterDict = [];

    public void Set(string key)
    {
        _filterDict[key] = true;
        Console.Error.Write("");
    }

    public string Save()
    {
        var text = "saved 1:";
        foreach (var pair in _filterDict)
            text += " " + pair.Key;
        return text;
    }
#endif
}

public static class Case
{
    private static readonly Player s_player = new();
    private static int s_round;

    public static void Run(TextWriter output)
    {
        s_player.Set("round" + s_round++);
        output.WriteLine(s_player.Save());
    }
}
