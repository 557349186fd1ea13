using System.Runtime.CompilerServices;

// Accessors of members that running types do not have.
public class Vault
{
    private int _count = 1;

#if V2
    private string _label = "vault";

    private int Secret(int by) => _count + by;
#endif

    public int Count() => _count + GetHashCode() - GetHashCode();
}

public static class Opener
{
    public static string Open(Vault vault)
    {
#if V2
        return Label(vault) + Secret(vault, 2) + CountOf(vault);
#else
        return "count " + CountOf(vault);
#endif
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_count")]
    private static extern ref int CountOf(Vault vault);

#if V2
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_label")]
    private static extern ref string Label(Vault vault);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "Secret")]
    private static extern int Secret(Vault vault, int by);
#endif
}
