namespace Parts;

/// <summary>What differs between the two builds.</summary>
internal static class Version
{
#if NEXT
    public const int Number = 2;
#else
    public const int Number = 1;
#endif
}
