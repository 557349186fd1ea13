using System.Runtime.CompilerServices;

namespace Sessions;

/// <summary>The sessions that there are.</summary>
public sealed class Registry
{
    private readonly List<Session> _sessions = [];
    private object[][]? _ballast;

    /// <summary>Does what a line says.</summary>
    public string Do(string line)
    {
        switch (line)
        {
            case "forget":
                _sessions.Clear();
                return "none";
            case "garbage":
                Drop();
                return "dropped";
            case "finalizers":
                GC.Collect();
                GC.WaitForPendingFinalizers();
                return "finalized";
            case "show":
                return Show();
            case var _ when line.StartsWith("ballast ", StringComparison.Ordinal):
                _ballast = Fill(int.Parse(line[8..], System.Globalization.CultureInfo.InvariantCulture));
                return "filled";
            default:
                _sessions.Add(Make(line));
                return _sessions.Count.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }
    }

    private string Show()
    {
        var text = new System.Text.StringBuilder();
        foreach (var session in _sessions)
        {
            text.Append(session.Show());
#if NEXT
            text.Append(" with ").Append(session.Token);
#endif
        }

        return text.ToString();
    }

    private Session Make(string line) => line switch
    {
        "pooled" => new Pool<string>.Pooled(line, 1),
        "watched" => new Watched(line, 2),
        "array" => new Session[] { new(line, 3) }[0],
        _ => new Session(line, _sessions.Count),
    };

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Drop()
    {
        for (var i = 0; i < 1000; i++)
            GC.KeepAlive(new Session("garbage", i));
    }

    // Nodes of 32 bytes each, so many megabytes of them.
    private static object[][] Fill(int megabytes)
    {
        var all = new object[megabytes][];
        for (var i = 0; i < megabytes; i++)
        {
            all[i] = new object[1024 * 1024 / 32];
            for (var k = 0; k < all[i].Length; k++)
                all[i][k] = new Tuple<object?, object?>(null, null);
        }

        return all;
    }
}
