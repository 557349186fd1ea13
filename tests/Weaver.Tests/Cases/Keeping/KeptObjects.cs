using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading.Tasks;

// Fields that only constructors know, read by the type's own methods alone: what exists goes on with the deployed code.
public class Sender
{
    private readonly string host;
#if V2
    private readonly int port;
    public Sender(string host, int port) { this.host = host; this.port = port; }
    public string Show() { return "2 " + host + ":" + port + Suffix(3) + Count; }
    public int Count => Extra() + port;
    private int Extra() => port * 2;
    private string Suffix(int n) { return new string('#', n) + port; }
    public string Mix(Sender other) { return "2[" + other.Show() + other.Suffix(1) + other.Count + "]" + port; }
    public Func<string> Instance() { return () => "2 instance " + port; }
    public Func<string> Closure(string given) { return () => "2 closure " + given + Show(); }
    public Func<string> Group() { return Show; }
    [MethodImpl(MethodImplOptions.Synchronized)] public string Locked() { return "2 locked" + port; }
#else
    public Sender(string host, int port) { this.host = host; GC.KeepAlive(port); }
    public string Show() { return "1 " + host + Suffix(2) + Count; }
    public int Count => host.Length;
    private string Suffix(int n) { return new string('-', n) + host.Length; }
    public string Mix(Sender other) { return "1[" + other.Show() + other.Suffix(1) + other.Count + "]"; }
    public Func<string> Instance() { return () => "1 instance " + host; }
    public Func<string> Closure(string given) { return () => "1 closure " + given + Show(); }
    public Func<string> Group() { return Show; }
    [MethodImpl(MethodImplOptions.Synchronized)] public string Locked() { return "1 locked" + host; }
#endif
    public object Clone() { return MemberwiseClone(); }
    public static string operator +(Sender a, Sender b) { return a.Show() + b.Show(); }
    public static Sender Make(string host) { return new Sender(host, 5); }
}

public interface INamed { string Name(); string Explicit(); }

public abstract class Base
{
    public abstract string Kind();
    public virtual string Over() { return "base " + Kind(); }
}

public class Store<T> : Base, INamed
    where T : notnull
{
#if V2
    private readonly T key;
    private readonly List<T> all;
    private string? note;
    public Store(T key) { this.key = key; all = [key, key]; note = "noted"; }
    public string Name() { return "2" + typeof(T).Name + key; }
    string INamed.Explicit() { return "2 explicit" + all.Count; }
    public override string Kind() { return "2 kind" + key; }
    public override string Over() { return "2 over " + base.Over() + note; }
    public string Of<U>(U other) { return "2" + typeof(U).Name + other + key; }
    public IEnumerable<string> Rows() { yield return "2 first"; yield return "" + key; foreach (var item in all) yield return "" + item; }
    public async Task<string> Later(int n) { await Task.Yield(); var text = "2 later " + key; for (var i = 0; i < n; i++) { await Task.Yield(); text += all.Count; } return text; }
    public string Local() { string Inner(int n) => n == 0 ? "2" + key : Inner(n - 1) + all.Count; return Inner(2); }
    public string Sum() { var total = 0; all.ForEach(a => total += a.GetHashCode() * 0 + all.Count); return "2 sum" + total; }
#else
    private readonly List<T> list;
    private readonly T first;
    public Store(T key) { first = key; list = [key]; }
    public string Name() { return "1" + typeof(T).Name + first; }
    string INamed.Explicit() { return "1 explicit" + list.Count; }
    public override string Kind() { return "1 kind" + first; }
    public override string Over() { return "1 over " + base.Over(); }
    public string Of<U>(U other) { return "1" + typeof(U).Name + other + first; }
    public IEnumerable<string> Rows() { yield return "1 first"; foreach (var item in list) yield return "" + item; }
    public async Task<string> Later(int n) { await Task.Yield(); return "1 later " + first + n; }
    public string Local() { string Inner(int n) => n == 0 ? "1" + first : Inner(n - 1) + list.Count; return Inner(1); }
    public string Sum() { var total = 0; list.ForEach(a => total += a.GetHashCode() * 0 + list.Count); return "1 sum" + total; }
#endif
}

public class Animal
{
#if V2
    private readonly string sound;
    public Animal(string sound) { this.sound = sound; }
    public virtual string Speak() { return "2 " + sound; }
    public string Twice() { return Speak() + Speak() + sound; }
#else
    public Animal(string sound) { GC.KeepAlive(sound); }
    public virtual string Speak() { return "1 " + GetType().Name; }
    public string Twice() { return Speak() + Speak(); }
#endif
}

public class Dog : Animal
{
    private int barks;
    public Dog() : base("woof") { }
    public override string Speak() { barks++; return "dog " + base.Speak(); }
}

public class Holder
{
    private readonly string text;
#if V2
    private readonly string upper;
    private object? target;
    public Holder(string text) { this.text = text; upper = Upper(text + Random.Shared.Next(1)); target = new object[] { text }; }
    private static string Upper(string text) { return text.ToUpperInvariant(); }
    public int Length => upper.Length;
    public string Show() { return upper + text + ((object[])target!).Length; }
#else
    private readonly WeakReference target;
    public Holder(string text) { this.text = text; target = new WeakReference(text); }
    public int Length => text.Length + 100;
    public string Show() { return text + target.IsAlive + target.GetHashCode() * 0; }
#endif
}

public static class KeptObjects
{
    private static readonly Sender sender = new("old", 3), clone = (Sender)sender.Clone();
    private static readonly Func<string>[] delegates = [sender.Instance(), sender.Closure("x"), sender.Group()];
    private static readonly Store<int> numbers = new(4);
    private static readonly Store<string> words = new("w");
    private static readonly Dog dog = new();
    private static readonly Animal animal = new("moo");
    private static readonly Holder holder = new("held");
    private static readonly List<(Sender, Store<string>, Dog)> before = [];

    public static void Run(TextWriter output)
    {
        Write(output, "old ", sender, delegates, numbers, words, dog, animal, holder);
        output.WriteLine("old " + clone.Show() + ((Sender)clone.Clone()).Show() + (clone + sender));
        var fresh = new Sender("old", 3);
        Write(output, "new ", fresh, [fresh.Instance(), fresh.Closure("x"), fresh.Group()], new(4), new("w"), new(), new("moo"), new("held"));
        output.WriteLine("new " + ((Sender)fresh.Clone()).Show() + Sender.Make("made").Show());
        // One of each.
        output.WriteLine("oldnew " + sender.Mix(fresh));
        output.WriteLine("newold " + fresh.Mix(sender));
        // What earlier runs made, in whatever version.
        foreach (var (a, b, c) in before)
            output.WriteLine("mid " + a.Show() + b.Kind() + c.Speak());
        before.Add((new("mid", 7), new("m"), new()));
    }

    private static void Write(TextWriter output, string who, Sender sender, Func<string>[] made, Store<int> numbers, Store<string> words, Dog dog, Animal animal, Holder holder)
    {
        output.WriteLine(who + sender.Show() + sender.Count + sender.Locked() + (sender + sender));
        output.WriteLine(who + string.Join("|", made.Select(m => m())));
        output.WriteLine(who + Show(numbers) + numbers.Of(2.5));
        output.WriteLine(who + Show(words) + words.Of<object>("o"));
        output.WriteLine(who + dog.Speak() + dog.Twice() + animal.Twice());
        output.WriteLine(who + holder.Show() + holder.Length);
    }

    private static string Show<T>(Store<T> store)
        where T : notnull =>
        store.Name() + ((INamed)store).Explicit() + store.Kind() + store.Over() + ((Base)store).Kind() + string.Join("/", store.Rows()) + store.Later(2).Result + store.Local() + store.Sum();
}
