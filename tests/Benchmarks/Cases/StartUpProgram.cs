using System;
using System.Collections.Generic;
using System.Linq;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

// Reads and writes a little and ends: what it takes is starting.
public static class Program
{
    public static void Main()
    {
        var orders = Enumerable.Range(0, 20).Select(i => new Order(i, "customer " + i, new List<double> { i, i * 1.5 })).ToList();
        var text = JsonConvert.SerializeObject(orders, Formatting.Indented);
        var back = JsonConvert.DeserializeObject<List<Order>>(text)!;
        var tree = JArray.Parse(text);
        if (back.Count != 20 || tree.SelectTokens("$[*].Prices[1]").Count() != 20)
            throw new InvalidOperationException("What was read is not what was written.");
        Console.WriteLine("=\tprocessor\t" + Environment.CpuUsage.TotalTime.TotalMilliseconds.ToString("R", System.Globalization.CultureInfo.InvariantCulture));
    }
}

public sealed record Order(int Id, string Customer, List<double> Prices);
