using System.Globalization;

namespace HotWeave.Benchmarks.Measuring;

/// <summary>Numbers by name, several of each; what is read is their median.</summary>
internal sealed class Samples
{
    private readonly Dictionary<string, List<double>> _values = [];

    /// <summary>The median.</summary>
    public double this[string name] => Median(_values[name]);

    /// <summary>Writes a number so that <see cref="AddLines"/> of another process can read it.</summary>
    public static void WriteLine(string name, double value) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"=\t{name}\t{value:R}"));

    public static double Median(IReadOnlyCollection<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>The value that this share of the samples does not exceed.</summary>
    public double Below(string name, double share)
    {
        var sorted = _values[name].Order().ToArray();
        return sorted[(int)((sorted.Length - 1) * share)];
    }

    /// <summary>The same with every value changed.</summary>
    public Samples Map(Func<string, double, double> change)
    {
        var mapped = new Samples();
        foreach (var (name, values) in _values)
            values.ForEach(value => mapped.Add(name, change(name, value)));
        return mapped;
    }

    /// <summary>Adds all of another, with a word before each name.</summary>
    public void AddAll(string prefix, Samples other)
    {
        foreach (var (name, values) in other._values)
            values.ForEach(value => Add(prefix + name, value));
    }

    public void Add(string name, double value)
    {
        if (!_values.TryGetValue(name, out var list))
            _values.Add(name, list = []);
        list.Add(value);
    }

    /// <summary>Adds what <see cref="WriteLine"/> wrote; other lines mean nothing.</summary>
    public void AddLines(IEnumerable<string> lines)
    {
        foreach (var parts in lines.Select(static l => l.Split('\t')).Where(static p => p is ["=", _, _]))
            Add(parts[1], double.Parse(parts[2], CultureInfo.InvariantCulture));
    }

    /// <summary>The median of the ratios of two series, taken pair by pair: slow drifts of the machine drop out.</summary>
    public double PairedRatio(string name, string peer) =>
        Median([.. _values[name].Zip(_values[peer], static (a, b) => a / b)]);
}
