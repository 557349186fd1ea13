using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using HotWeave;

// Types whose shape changes, and of which no value outlives a call: new code has types of its own.
internal struct Cursor
{
    private readonly string text;
    private int place;
#if V2
    private int lines;
#endif
    public Cursor(string text) { this.text = text; place = -1; }

    public bool Move()
    {
        place++;
#if V2
        if (place < text.Length && text[place] == '\n')
            lines++;
#endif
        return place < text.Length;
    }

    public readonly char Current => text[place];

    public override readonly bool Equals(object? other) => other is Cursor c && c.place == place;

    public override readonly int GetHashCode() => place;

    public override readonly string ToString()
    {
#if V2
        return $"line {lines} ";
#else
        return $"at {place} ";
#endif
    }

    internal struct Mark
    {
        public int Place;
#if V2
        public string Note;
#endif
        public static Mark Of(Cursor cursor) => new()
        {
            Place = cursor.place,
#if V2
            Note = "lines " + cursor.lines,
#endif
        };
    }
}

// Has a value of one of them in itself.
internal struct Frame<T>
{
    public Cursor Cursor;
    public T Value;

    public readonly string Show() { return Value + "/" + Cursor.ToString(); }
}

#if V2
internal delegate string Step(Cursor cursor, int count, string more);
#else
internal delegate string Step(Cursor cursor, int count);
#endif

// A class becomes a struct, a static class one that can be made.
#if V2
internal struct Box(int width)
{
    private readonly int height = width * 2;

    public readonly int Area() { return width * height + Math.Abs(height); }
}

internal sealed class Units(string name)
{
    public static string Metre() { return "metre" + Environment.NewLine.Length; }

    public string Name() { return name + Environment.NewLine.Length; }
}
#else
internal sealed class Box
{
    private readonly int width;

    public Box(int width) { this.width = width; }

    public int Area() { return width * width + Math.Abs(width); }
}

internal static class Units
{
    public static string Metre() { return "m" + Environment.NewLine.Length; }
}
#endif

[Swappable]
public class Reader
{
    private int count;

    public string Read(string text)
    {
        var cursor = new Cursor(text);
        var marks = new List<Cursor.Mark>();
        while (cursor.Move())
        {
            count++;
            if (cursor.Current == '\n')
                marks.Add(Cursor.Mark.Of(cursor));
        }

        return Describe(ref cursor, marks) + count;
    }

    public async Task<string> ReadLater(string text)
    {
        var cursor = new Cursor(text);
        var steps = 0;
        while (cursor.Move())
        {
            await Task.Yield();
            steps++;
        }

        return await Later(new Frame<int> { Cursor = cursor, Value = steps });
    }

    public IEnumerable<string> Walk(string text)
    {
        var cursor = new Cursor(text);
        while (cursor.Move())
            yield return cursor.Current + cursor.ToString();
    }

    public string Run(string text)
    {
        var cursor = new Cursor(text);
        cursor.Move();
#if V2
        return Take((c, n, more) => c.ToString() + n + more + text, cursor) + new Units("u").Name();
#else
        return Take((c, n) => c.ToString() + n + text, cursor);
#endif
    }

    internal static string Take(Step step, Cursor cursor)
    {
#if V2
        return step(cursor, 3, "more") + Environment.NewLine.Length;
#else
        return step(cursor, 2) + Environment.NewLine.Length;
#endif
    }

    internal string Describe(ref Cursor cursor, List<Cursor.Mark> marks)
    {
        cursor.Move();
        var all = marks.ToArray();
#if V2
        return cursor.ToString() + string.Join(",", all.Select(static m => m.Place + m.Note)) + Equals(cursor, default) + count;
#else
        return cursor.ToString() + string.Join(",", all.Select(static m => m.Place)) + Equals(cursor, default) + count;
#endif
    }

    private async Task<string> Later(Frame<int> frame)
    {
        await Task.Yield();
        var boxes = new[] { new Box(2), new Box(3) };
        return frame.Show() + boxes.Sum(static b => b.Area()) + Units.Metre();
    }

    private static bool Equals(Cursor left, Cursor right) => EqualityComparer<Cursor>.Default.Equals(left, right);
}

public static class MadeAnew
{
    private static Reader reader = new();

    public static void Prepare()
    {
        reader = new Reader();
        reader.Read("prepared\n");
    }

    public static void Run(TextWriter output)
    {
        reader = new Reader();
        output.WriteLine(reader.Read("one\ntwo\n"));
        output.WriteLine(reader.ReadLater("a\nb").GetAwaiter().GetResult());
        output.WriteLine(string.Join("|", reader.Walk("x\ny")));
        output.WriteLine(reader.Run("z"));
    }
}
