using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;

// What C# 11 to 14 added: field, extension members, partial members, file types, generic attributes, operators of compound assignment, locks.
public partial class Modern
{
    private readonly Lock gate = new();
    private int calls;
    private Action? handlers;

    public string Name
    {
        get;
#if V2
        set => field = value.Trim() + "2" + (field?.Length ?? 0);
#else
        set => field = value.Trim();
#endif
    } = "";

#if V2
    public int Lazy { get => field == 0 ? field = 42 : field; set; }
    public partial event Action? Changed;
    public partial event Action? Changed { add { handlers += value; calls += 2; } remove => handlers -= value; }
    public partial Modern(string name);
    public partial Modern(string name) { Name = name; }
    public Modern() { }
#endif

    public int Locked(int n)
    {
        lock (gate)
        {
#if V2
            using (gate.EnterScope()) calls += n * 2;
#else
            calls += n;
#endif
            return calls;
        }
    }

    public partial string Partial(int n);
#if V2
    public partial string Partial(int n) { return "partial two" + n + calls; }
    public string Raise() { handlers?.Invoke(); return calls.ToString(); }
#else
    public partial string Partial(int n) { return "partial one" + n + calls; }
    public string Raise() { handlers?.Invoke(); return calls + "!"; }
#endif
    public void Reset() { calls = 0; handlers = null; Name = ""; }
}

public static class Extensions
{
    extension(string text)
    {
#if V2
        public string Twice() { return text + text + "two" + text.Length; }
        public int Half => text.Length / 2;
#else
        public string Twice() { return text + text + "one" + text.Length; }
#endif
        public static string Make(int n) { return "made" + n + typeof(Extensions).Name; }
    }

    extension<T>(IEnumerable<T> items) where T : notnull
    {
#if V2
        public IEnumerable<T> Ends() { var list = items.ToList(); yield return list[^1]; yield return list[0]; }
        public bool IsOne => items.Count() == 1;
#else
        public IEnumerable<T> Ends() { var list = items.ToList(); yield return list[0]; }
#endif
    }
}

public struct Sum(int n)
{
    public int N = n;
#if V2
    public static Sum operator checked -(Sum a, Sum b) => new(checked(a.N - b.N));
#endif
    public static Sum operator +(Sum a, int b) { return new Sum(a.N + b + Factor); }
#if V2
    private const int Factor = 2;
#else
    private const int Factor = 1;
#endif
    public static Sum operator -(Sum a, Sum b) { return new Sum(a.N - b.N - 1); }
    public static Sum operator ++(Sum a) { return new Sum(a.N + 1); }
    public static Sum operator >>>(Sum a, int b) { return new Sum(a.N >>> b); }
}

public class CovariantBase { public virtual object Get() { return "base" + GetType().Name; } public virtual CovariantBase Self => this; }
public class CovariantDerived : CovariantBase
{
#if V2
    public override string Get() { return "two" + GetType().Name + ((object)base.Get()); }
#else
    public override string Get() { return "one" + GetType().Name; }
#endif
    public override CovariantDerived Self => this;
}

public interface IFirst { string M(int n) { return "first" + n + GetType().Name; } }
public interface ISecond : IFirst
{
    abstract string IFirst.M(int n);
}

public interface IThird : IFirst
{
#if V2
    string IFirst.M(int n) { return "third two" + n + GetType().Name; }
#else
    string IFirst.M(int n) { return "third one" + n + GetType().Name; }
#endif
}

public class Implements : ISecond, IThird
{
#if V2
    string IFirst.M(int n) { return "implements two" + n + ToString()!.Length * 0; }
#else
    string IFirst.M(int n) { return "implements one" + n + ToString()!.Length * 0; }
#endif
}

public class OnlyThird : IThird;

[AttributeUsage(AttributeTargets.Class)]
public class KnowsAttribute<T> : Attribute { public string Show() { return typeof(T).Name + ToString()!.Length * 0; } }

[Knows<List<int>>]
file class Hidden
{
#if V2
    public string Show() { return "hidden two" + ((KnowsAttribute<List<int>>)typeof(Hidden).GetCustomAttributes(false)[0]).Show(); }
#else
    public string Show() { return "hidden one" + ((KnowsAttribute<List<int>>)typeof(Hidden).GetCustomAttributes(false)[0]).Show(); }
#endif
}

public record Point(int X, int Y)
{
    public required string Label { get; init; }
#if V2
    public string Extra { get; init; } = "extra";
#endif
}

public static class NewSyntax
{
    private static readonly Modern modern = new();
    private static readonly CovariantBase derived = new CovariantDerived();
    private static readonly IFirst first = new Implements(), third = new OnlyThird();

    public static void Run(TextWriter output)
    {
        modern.Reset();
        modern.Name = "  name ";
        output.WriteLine(modern.Name + modern.Locked(3) + modern.Partial(4) + modern.Raise());
        output.WriteLine("ab".Twice() + string.Make(5) + string.Join(",", new[] { 1, 2, 3 }.Ends()) + derived.Get() + derived.Self.Get() + first.M(6) + third.M(7) + new Hidden().Show());
        output.WriteLine(Sums() + Records() + Nested(5) + Filters(0) + Filters(3) + Later().GetAwaiter().GetResult());
#if V2
        modern.Changed += () => output.Write("changed");
        modern.Lazy = 0;
        output.WriteLine(modern.Raise() + modern.Lazy + new Modern(" n ").Name + "abc".Half + new[] { 1 }.IsOne + Conditional(modern) + Conditional(null));
#endif
    }

    private static string Sums()
    {
        var sum = new Sum(5);
        sum += 3;
        sum++;
        return sum.N + "" + (sum - new Sum(1)).N + (sum >>> 1).N;
    }

    private static string Records()
    {
        var point = new Point(1, 2) { Label = "l" };
        var moved = point with { X = 5 };
#if V2
        return moved + (moved with { Extra = "other" }).Extra + (point == moved) + (moved is { X: > 3, Extra: ['e', ..] });
#else
        return moved + "" + (point == moved) + (moved is { X: > 3 });
#endif
    }

    private static string Nested<T>(T item) where T : struct
    {
        return Local<string>("s") + Local(item);

        string Local<U>(U other)
        {
            Func<string> f = () => typeof(T).Name + typeof(U).Name + item + other;
#if V2
            return f() + Deeper(1);
            string Deeper(int n) => n == 0 ? $"{other}" : f() + Deeper(n - 1);
#else
            return f();
#endif
        }
    }

    private static string Filters(int n)
    {
        var text = "";
        try
        {
            try { if (n == 0) throw new InvalidOperationException("zero"); throw new ArgumentException("more"); }
            catch (InvalidOperationException e) when (Note(e.Message) && n == 0) { text += "caught"; throw new NotSupportedException("again", e); }
            finally { text += "finally" + n; }
        }
        catch (Exception e) when (e is NotSupportedException or ArgumentException)
        {
#if V2
            return text + e.Message + e.InnerException?.Message + "two";
#else
            return text + e.Message;
#endif
        }

        bool Note(string message) { text += message; return true; }
    }

    private static async Task<string> Later()
    {
        var text = "";
        using var source = new CancellationTokenSource();
        try
        {
            await foreach (var item in Stream(4).WithCancellation(source.Token).ConfigureAwait(false))
            {
                text += item;
                if (item == 2) source.Cancel();
            }
        }
        catch (OperationCanceledException) when (text.Length > 0)
        {
            await Task.Yield();
            text += "cancelled";
        }
        finally
        {
            await Task.Yield();
#if V2
            await using var disposed = new Disposed(() => text += "disposed");
            text += "finally two";
#else
            text += "finally one";
#endif
        }

        return text;
    }

    private static async IAsyncEnumerable<int> Stream(int n, [EnumeratorCancellation] CancellationToken token = default)
    {
        try
        {
            for (var i = 0; i < n; i++)
            {
                token.ThrowIfCancellationRequested();
                await Task.Yield();
#if V2
                Span<int> span = [i, i * 2];
                var twice = span[1];
                yield return twice;
#else
                yield return i;
#endif
            }
        }
        finally
        {
            await Task.Yield();
        }
    }

#if V2
    private static string Conditional(Modern? some) { some?.Name = "conditional"; some?.Lazy += 1; return some?.Name + some?.Lazy + nameof(List<>); }

    private sealed class Disposed(Action action) : IAsyncDisposable { public async ValueTask DisposeAsync() { await Task.Yield(); action(); } }
#endif
}
