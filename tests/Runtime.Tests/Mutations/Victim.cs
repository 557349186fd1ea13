using HotWeave.Patches.Format;
using HotWeave.Runtime.Tests.HandWoven;

namespace HotWeave.Runtime.Tests.Mutations;

/// <summary>A baseline and a patch with most kinds of metadata and bodies in it.</summary>
internal sealed class Victim
{
    private const string Bodies = """
        namespace P
        {
            using System; using System.Collections.Generic; using System.Linq; using System.Threading.Tasks;

            public interface IShape { int Area { get; } int Twice() => Area * 2; }
            public record struct Square(int Side) : IShape { public int Area => Side * Side; }
            public sealed record Named(string Name, int Value);
            public enum Kind : byte { One, Two, Three }
            public delegate T Maker<T>(T seed, ref int count) where T : struct;

            [System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Explicit, Size = 16)]
            public struct Overlay { [System.Runtime.InteropServices.FieldOffset(0)] public long Whole; [System.Runtime.InteropServices.FieldOffset(4)] public int High; }

            public abstract class Node<TKey, TValue> where TKey : IComparable<TKey>
            {
                public TKey Key; public Node<TKey, TValue> Next; protected TValue[] Values = new TValue[2];
                public abstract TValue Find(TKey key);
                public class Leaf : Node<TKey, List<TValue>> { public override List<TValue> Find(TKey key) => key.CompareTo(Key) == 0 ? Values[0] : null; }
            }

            public static class Bodies
            {
                private static readonly int[] s_primes = { 2, 3, 5, 7, 11, 13, 17, 19 };
                private static int s_count;

                public static int All(string text)
                {
                    var total = text switch { "one" => 1, "two" => 2, "three" => 3, "four" => 4, "five" => 5, "six" => 6, "seven" => 7, _ => 0 };
                    try { total += checked(int.Parse(text) + s_primes.Where(p => p > total).Sum()); }
                    catch (FormatException e) when (e.Message.Length > 3) { total = -1; }
                    catch (OverflowException) { total = -2; }
                    finally { s_count++; }
                    foreach (var item in Lazy(total)) total += item;
                    return total + Stack(4) + (int)Generic(new Square(3), (Kind)2) + Async(1).Result + ((IShape)new Square(2)).Twice();
                }

                private static IEnumerable<int> Lazy(int n) { for (var i = 0; i < n; i++) yield return i * n; }
                private static async Task<int> Async(int n) { await Task.Yield(); await using var x = new Closer(); return n + (await Task.FromResult(2)); }
                private sealed class Closer : IAsyncDisposable { public ValueTask DisposeAsync() => default; }
                private static unsafe int Stack(int n) { Span<int> s = stackalloc int[n]; fixed (int* p = s) { p[0] = sizeof(Overlay); delegate*<int, int> f = &Twice; return f(p[0]); } }
                private static int Twice(int n) => n + n;
                private static double Generic<T, E>(T shape, E kind) where T : IShape where E : struct, Enum => shape.Area + kind.GetHashCode() + new Dictionary<E, Named>().Count;
                private static void Refs(ref int a, out long b, in decimal c) { b = (long)c; a = (int)b; var o = (object)a; lock (o) { a = o is int i ? i : 0; } }
                public static long Arrays() { var g = new int[2, 3]; g[1, 2] = 4; var j = new string[][] { new[] { "a" } }; return g[1, 2] + j[0][0].Length + new Overlay { Whole = 1 }.High; }
            }
        }

        """;

    internal Victim(string name)
    {
        Counters = new Counters(name, 2);
        Patch = Counters.Patch(1, null, Bodies);
    }

    internal Counters Counters { get; }

    internal byte[] Patch { get; }

    internal PatchFile File => PatchFile.Read(Patch);
}
