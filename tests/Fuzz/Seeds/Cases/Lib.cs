using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using System.Threading.Tasks;

namespace Lib
{
    public interface IShape { int Area { get; } int Twice() => Area * 2; }
    public record struct Square(int Side) : IShape { public int Area => Side * Side; }
    public sealed record Named(string Name, int Value);
    public enum Kind : byte { One, Two, Three }
    public delegate T Maker<T>(T seed, ref int count) where T : struct;

    [AttributeUsage(AttributeTargets.All, AllowMultiple = true)]
    public sealed class TaggedAttribute(params object[] values) : Attribute
    {
        public object[] Values { get; } = values;
        public Type[] Types { get; set; } = [];
        public Kind Kind;
    }

    [StructLayout(LayoutKind.Explicit, Size = 16)]
    public struct Overlay { [FieldOffset(0)] public long Whole; [FieldOffset(4)] public int High; }

    [Tagged("a", 1, typeof(List<int>), new[] { 1, 2 }, Types = [typeof(int), typeof(string[,])], Kind = Kind.Two)]
    public abstract class Node<TKey, TValue> where TKey : IComparable<TKey>
    {
        public TKey Key = default!; public Node<TKey, TValue>? Next; protected TValue[] Values = new TValue[2];
        public abstract List<TValue>? Find(TKey key);
        public class Leaf : Node<TKey, TValue> { public override List<TValue>? Find(TKey key) => key.CompareTo(Key) == 0 ? [.. Values] : null; }
    }

    public static class Bodies
    {
        public const decimal Price = 1.5m;
        public const string Text = "text";
        private static readonly int[] s_primes = [2, 3, 5, 7, 11, 13, 17, 19];
        private static int s_count;
        public static event Action<int>? Counted;

        public static int All(string text, [Optional, DefaultParameterValue(3)] int more)
        {
            var total = text switch { "one" => 1, "two" => 2, "three" => 3, "four" => 4, "five" => 5, "six" => 6, "seven" => 7, _ => more };
            try { total += checked(int.Parse(text, null) + s_primes.Where(p => p > total).Sum()); }
            catch (FormatException e) when (e.Message.Length > 3) { total = -1; }
            catch (OverflowException) { total = -2; }
            finally { s_count++; Counted?.Invoke(s_count); }
            foreach (var item in Lazy(total)) total += item;
#if NEXT
            total++;
#endif
            return total + Stack(4) + (int)Generic(new Square(3), (Kind)2) + Async(1).Result + ((IShape)new Square(2)).Twice();
        }

        private static IEnumerable<int> Lazy(int n) { for (var i = 0; i < n; i++) yield return i * n; }
        private static async Task<int> Async(int n) { await Task.Yield(); await using var x = new Closer(); return n + (await Task.FromResult(2)); }
        private sealed class Closer : IAsyncDisposable { public ValueTask DisposeAsync() => default; }
        private static unsafe int Stack(int n) { Span<int> s = stackalloc int[n]; fixed (int* p = s) { p[0] = sizeof(Overlay); delegate*<int, int> f = &Twice; return f(p[0]); } }
#if NEXT
        private static int Twice(int n) => n * 2;
        public static int Added(int n) { Func<int, int> f = m => m + n; return f(3); }
#else
        private static int Twice(int n) => n + n;
#endif
        private static double Generic<T, E>(T shape, E kind) where T : IShape where E : struct, Enum => shape.Area + kind.GetHashCode() + new Dictionary<E, Named>().Count;
        public static void Refs(ref int a, out long b, in decimal c) { b = (long)c; a = (int)b; var o = (object)a; lock (o) { a = o is int i ? i : 0; } }
        public static long Arrays() { var g = new int[2, 3]; g[1, 2] = 4; var j = new string[][] { ["a"] }; return g[1, 2] + j[0][0].Length + new Overlay { Whole = 1 }.High; }
        [DllImport("libc", EntryPoint = "getpid")] public static extern int Native([MarshalAs(UnmanagedType.LPArray, SizeConst = 4)] byte[] bytes);
        [HotWeave.UnitOfWork] public static int Unit(int n) { const int Local = 7; return n * Local; }
        public static void Waiting(System.Threading.AutoResetEvent door) { while (true) { door.WaitOne(); s_count++; } }
    }
}
