using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;

// Iterators that deliver for as long as they are asked, and a loop that lives on one of them; what they call moves.
public class Feed
{
    private readonly BlockingCollection<string> _asked = [];
    private readonly BlockingCollection<string> _answers = [];
    private readonly IEnumerator<string> _counted;
    private readonly IEnumerator<string> _endless;
    private readonly IEnumerator<string> _guarded;

    public Feed()
    {
        _counted = Counted(100_000).GetEnumerator();
        _endless = Endless().GetEnumerator();
        _guarded = Guarded();
        new Thread(Serve) { IsBackground = true }.Start();
    }

    public string Ask(string line)
    {
        _asked.Add(line);
        return string.Join(", ", _answers.Take(), Next(_counted), Next(_endless), Next(_guarded));
    }

    private static string Next(IEnumerator<string> rows) => rows.MoveNext() ? rows.Current : "end";

    private static IEnumerable<string> Counted(int count)
    {
        for (var i = 0; i < count; i++)
            yield return Text("counted");
    }

    private IEnumerable<string> Endless()
    {
        while (true)
            yield return Own("endless");
    }

    private IEnumerator<string> Guarded()
    {
        try
        {
            foreach (var row in Endless().Select(static r => r + "!"))
            {
                if (row.Length == 0)
                    yield break;
                yield return Text("guarded") + " " + row;
            }
        }
        finally
        {
            Console.Error.Write("");
        }
    }

    private IEnumerable<string> Lines()
    {
        foreach (var line in _asked.GetConsumingEnumerable())
            yield return line;
    }

    private void Serve()
    {
        foreach (var line in Lines().Where(static l => l.Length > 0))
        {
            foreach (var word in line.Split(' '))
                Handle(word);
        }
    }

#if V2
    private static string Text(string what) => string.Join(" ", what, "v2");

    private string Own(string what) => string.Join(" ", what, "v2", _answers.Count);

    private void Handle(string word) => _answers.Add(string.Join(" ", word, "v2"));
#else
    private static string Text(string what) => string.Join(" ", what, "v1");

    private string Own(string what) => string.Join(" ", what, "v1", _answers.Count);

    private void Handle(string word) => _answers.Add(string.Join(" ", word, "v1"));
#endif
}

public static class Case
{
    private static Feed? s_feed;

    public static void Run(TextWriter output) => output.WriteLine((s_feed ??= new Feed()).Ask("line"));
}
