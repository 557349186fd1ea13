namespace HotWeave.Runtime.Tests.Preparing;

/// <summary>Generic code of every shape, all of it valid.</summary>
internal static class GenericCode
{
    internal const string Source = """
        namespace G
        {
            public sealed class Free<X> { public static int RunFree() => 1; }
            public sealed class Classes<X> where X : class, new() { public static int RunClasses() => new X() is null ? 0 : 1; }
            public static class Values<X> where X : struct { public static int RunValues(X? x) => x.HasValue ? 1 : 0; }
            public static class Mixed<X> where X : unmanaged
            {
                public static int RunMixed<Y, Z>(X x, Y y, Z z) where Y : struct, System.Enum where Z : class => y.HasFlag(y) ? 1 : 0;
            }

            public static class Enums { public static int RunEnums<X>(X x) where X : struct, System.Enum => x.HasFlag(x) ? 1 : 0; }
            public struct Bound<X> where X : System.IComparable<X> { public int RunBound(X x) => x.CompareTo(x); }
            public static class Plain { public static int Method<X, Y>(X x, Y y) where Y : X => 1; }
            public interface IConvert { int Convert<X>(X x); }
            public struct Converts : IConvert { int IConvert.Convert<X>(X x) => 1; public override string ToString() => ""; }
            public struct Converts<T> : IConvert { public int Convert<X>(X x) => 2; }
            public delegate T Asks<T>(T x);
            public interface IMark { static abstract int Mark(); }
            public struct Marked : IMark { public static int Mark() => 1; }
            public static class Marks<X> where X : struct, IMark { public static int Value() => X.Mark(); }
            public static class Closed { public static int Run() => new Asks<int>(static x => x)(1) * Marks<Marked>.Value(); }
            public sealed class Twice<X> { public static int Deep(int n) => n == 0 ? 1 : Twice<Twice<X>>.Deep(n - 1); }
        }
        """;

    /// <summary>Virtual methods of its own, by a class and by an interface.</summary>
    internal const string Virtual = """
        namespace G
        {
            public interface IRun { int RunToo(); }
            public class Virtual : IRun { public virtual int Run() => 1; int IRun.RunToo() => 2; }
        }
        """;
}
