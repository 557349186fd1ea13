using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

// Overrides that a patch adds to and takes from deployed types, where the base method is deployed too.
public interface INamed
{
    string Named { get; }

#if V2
    string Full(int n) => "full two " + n + Named;
#else
    string Full(int n) => "full one " + n + Named;
#endif

    string Stays(int n) => "stays " + n + Named;
}

public abstract class Node : INamed
{
    public string Text = "n";

    public virtual string Render(int depth) => "node" + depth + Text;

    public virtual string Title { get => "title " + Text; set => Text = value.Trim(); }

    public abstract string Key(int n);

    public virtual string Generic<T>(T value) => "generic " + typeof(T).Name + value + Text;

    public virtual Node Copy() => (Node)MemberwiseClone();

    string INamed.Named => Text;

    // Unchanged in version 2.
    public string Show(int depth) => Render(depth) + "|" + Title + "|" + Key(depth) + "|" + Generic(depth) + Generic("g") + "|" + Copy().Text;

#if V2
    public override string ToString() => "node " + Text + base.ToString()!.Length;
#else
    public override string ToString() => "Node " + Text + base.ToString()!.Length;
#endif
}

public class Element : Node
{
#if V2
    public override string Render(int depth) => "element" + depth + base.Render(depth + 1) + string.Concat(Enumerable.Range(0, 2).Select(i => base.Render(i)));
    public override string Title { get => base.Title + "!"; set => base.Title = value + "?"; }
    public override string Generic<T>(T value) { Func<string> f = () => base.Generic(value) + "element"; return f(); }
    public override Element Copy() => new() { Text = Text + " copied" };
    public override string ToString() => "element" + base.ToString();
    public override bool Equals(object? other) => ReferenceEquals(this, other);
    public override int GetHashCode() => 17;
#else
    public override bool Equals(object? other) => ReferenceEquals(this, other) || other is null;
    public override int GetHashCode() => 16;
#endif
    public override string Key(int n) => "key" + n;
}

// Overrides what the class between gets an override of.
public class Leaf : Element
{
    public override string Render(int depth) => "leaf" + base.Render(depth);
    public override string Key(int n) => "leaf " + base.Key(n);
}

// Loses its overrides: the base's run in their place.
public class Loud : Element
{
#if !V2
    public override string Render(int depth) => "LOUD" + base.Render(depth);
    public override string Key(int n) => "LOUD " + base.Key(n);
    public override string ToString() => "LOUD" + base.ToString();
    public override string Generic<T>(T value) => "LOUD" + base.Generic(value);
#endif
    public string Own() { return Text + "own" + Text.Length; }
}

// The override moves one class down.
public class Louder : Loud
{
#if V2
    public override string Render(int depth) => "LOUDER" + base.Render(depth);
    public override string Generic<T>(T value) => "LOUDER" + base.Generic(value);
#endif
    public string Mine() { return Text + "mine" + Text.Length; }
}

// Implements members that had default bodies, explicitly and not; and goes back to one.
public class Person : INamed
{
    public string Named => "person";
#if V2
    public string Full(int n) => "person's full " + n;
    string INamed.Stays(int n) => "person stays " + n;
#endif
    public string Own() { return Named + "own" + Named.Length; }
}

public class Robot : INamed
{
    public string Named => "robot";
#if !V2
    public string Full(int n) => "robot's full " + n + Named + Named.Length;
    string INamed.Stays(int n) => "robot stays " + n + Named + Named.Length;
#endif
    public string Own() { return Named + "own" + Named.Length; }
}

public struct Token(int id) : INamed
{
    private int seen;
    public string Named => "token" + id;
#if V2
    public string Full(int n) => "token's full " + n + id + seen++;
#endif
    public string Own() { return Named + "own" + Named.Length + seen++; }
}

public class Base<T>
{
    public virtual string Put(T item, List<T> more) => "base " + typeof(T).Name + item + more.Count;
}

public class IntPut : Base<int>
{
#if V2
    public override string Put(int item, List<int> more) => "int " + (item + more.Sum()) + base.Put(item, more);
#endif
    public int Own() { return GetHashCode() * 0 + 1 + ToString()!.Length; }
}

public class ListPut<U> : Base<List<U>>
{
#if V2
    public override string Put(List<U> item, List<List<U>> more) => "list " + typeof(U).Name + item.Count + base.Put(item, more);
#endif
    public int Own() { return GetHashCode() * 0 + 1 + ToString()!.Length; }
}

// `sealed` comes and goes, access changes.
public class Open
{
#if V2
    public virtual string A(int n) { return "open A two" + n; }
    protected internal string B(int n) { return "open B" + n + GetHashCode() * 0; }
#else
    public virtual string A(int n) { return "open A one" + n; }
    private string B(int n) { return "open B" + n + GetHashCode() * 0; }
#endif
    public string Both(int n) => A(n) + B(n);
}

public class Closed : Open
{
#if V2
    public override string A(int n) { return "closed A " + n + base.A(n); }
#else
    public sealed override string A(int n) { return "closed A " + n + base.A(n); }
#endif
}

public class Deeper : Closed
{
#if V2
    public sealed override string A(int n) { return "deeper A " + n + base.A(n) + B(n); }
#endif
    public string Own() { return GetHashCode() * 0 + "own" + ToString()!.Length; }
}

#if V2
public class Fresh : Louder
{
    public override string Render(int depth) => "fresh" + base.Render(depth);
    public override string Key(int n) => "fresh " + base.Key(n);
    public override string ToString() => "fresh" + base.ToString();
}

public class FreshOpen : Closed
{
    public override string A(int n) => "fresh A " + base.A(n);
}

public class FreshestOpen : FreshOpen
{
    public override string A(int n) => "freshest A " + base.A(n);
}
#endif

public static class Overrides
{
    private static readonly List<Node> nodes = [];
    private static readonly List<INamed> named = [];
    private static readonly List<Open> opens = [];
    private static readonly List<Func<string>> runs = [];
    private static Token token = new(9);

    public static void Prepare()
    {
        Fill();
        foreach (var node in nodes)
            runs.Add(node.ToString!);
        foreach (var one in named)
            runs.Add(() => one.Full(8));
    }

    private static void Fill()
    {
        nodes.AddRange([new Element { Text = "e" }, new Leaf { Text = "l" }, new Loud { Text = "lo" }, new Louder { Text = "lr" }]);
        named.AddRange([new Person(), new Robot(), new Element { Text = "en" }]);
        opens.AddRange([new Open(), new Closed(), new Deeper()]);
    }

    public static void Run(TextWriter output)
    {
        Fill();
#if V2
        nodes.Add(new Fresh { Text = "f" });
        opens.AddRange([new FreshOpen(), new FreshestOpen()]);
#endif
        foreach (var node in nodes)
        {
            var text = node.Text;
            output.WriteLine(node.Show(1) + "|" + node + "|" + node.GetHashCode() * (node.Equals(node) ? 1 : 0));
            node.Title = " set ";
            output.WriteLine(node.Text);
            node.Text = text;
        }

        foreach (var one in named)
            output.WriteLine(one.Full(2) + one.Stays(3));
        output.WriteLine(Constrained(new Person()) + Constrained(new Robot()) + Constrained(new Token(3)) + ((INamed)new Token(4)).Full(1) + token.Own());
        output.WriteLine(new IntPut().Put(1, [2]) + Put(new IntPut(), 3) + Put(new ListPut<int>(), [1]) + Put(new ListPut<string>(), ["1"]) + Put(new Base<string>(), "b"));
        foreach (var open in opens)
            output.WriteLine(open.Both(3) + open.A(2));
        foreach (var run in runs)
            output.WriteLine(run());
        nodes.RemoveRange(4, nodes.Count - 4);
        named.RemoveRange(3, named.Count - 3);
        opens.RemoveRange(3, opens.Count - 3);
        token = new(9);
    }

    private static string Constrained<T>(T one) where T : INamed => one.Full(5) + one.Stays(6);

    private static string Put<T>(Base<T> target, T item) => target.Put(item, [item, item]);
}
