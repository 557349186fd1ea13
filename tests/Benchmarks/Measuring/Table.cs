using System.Globalization;

namespace HotWeave.Benchmarks.Measuring;

/// <summary>A table in Markdown.</summary>
internal sealed class Table(string title, params string[] columns)
{
    private readonly List<string[]> _rows = [];

    public static string Ratio(double value, double peer) => Ratio(value / peer);

    public static string Ratio(double ratio) => ratio.ToString("0.00", CultureInfo.InvariantCulture);

    public static string Number(double value) => value.ToString(value < 100 ? "0.00" : "#,0", CultureInfo.InvariantCulture);

    public void Add(params string[] cells) => _rows.Add(cells);

    public void Print()
    {
        Console.WriteLine($"\n### {title}\n");
        Console.WriteLine($"| {string.Join(" | ", columns)} |");
        Console.WriteLine($"|{string.Concat(columns.Select(static (_, i) => i == 0 ? " --- |" : " ---: |"))}");
        foreach (var row in _rows)
            Console.WriteLine($"| {string.Join(" | ", row)} |");
    }
}
