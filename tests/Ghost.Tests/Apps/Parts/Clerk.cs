namespace Parts;

public sealed class Clerk
{
    private readonly List<string> _log = [];
    private int _seen = 10;

#if NEXT
    private int _extra = 7;

    public string Title { get; set; } = "chief";
#endif

    public long Scale(long n)
    {
#if NEXT
        return n * 5;
#else
        return n * 3;
#endif
    }

    public string Describe()
    {
        _seen++;
#if NEXT
        _extra = Math.Min(_extra + 1, 8);
        return $"{Version.Number} {_seen > 10} {_extra} {Title} {new Added(3).Twice}";
#else
        return $"{Version.Number} {_seen > 10}";
#endif
    }

    public string Guard(string? text)
    {
        try
        {
            return Version.Number + text!.ToUpperInvariant();
        }
        catch (NullReferenceException) when (_seen > 0)
        {
            return "none" + Version.Number;
        }
        finally
        {
            _log.Add(Version.Number.ToString());
        }
    }

    public string Last => _log[^1];

    public int Many(int a, string b, long c, object d, double e, ref int f, out int g)
    {
        f += Version.Number;
        g = a + (Version.Number * 100);
        return b.Length + (int)c + d.GetHashCode() + (int)e + f;
    }

    public int this[int index] => index * Version.Number;

    public async Task<string> LookUpAsync(int id)
    {
        await Task.Yield();
        return id + " async " + Version.Number;
    }

    public IEnumerable<int> Count(int to)
    {
        for (var i = 0; i < to; i++)
            yield return i * Version.Number;
    }

    public Func<int, string> Closure(int by) => n => $"{n * by} {Version.Number}";

    public string Sum(ReadOnlySpan<int> numbers)
    {
        var total = 0;
        foreach (var number in numbers)
            total += number * Version.Number;
        return Local(total);

        string Local(int sum) => $"local {sum} {Version.Number}";
    }

    public string Fail() => throw new InvalidOperationException("failed " + Version.Number);
}

#if NEXT
public sealed class Added(int number)
{
    public int Twice => number * 2;
}
#endif
