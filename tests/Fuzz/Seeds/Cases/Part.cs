namespace Lib
{
    public static class Part
    {
#if LATER
        public static string Name() => "three";
#elif NEXT
        public static string Name() => "two";
#else
        public static string Name() => "one";
#endif
    }
}
