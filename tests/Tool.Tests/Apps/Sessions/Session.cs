namespace Sessions;

/// <summary>What is swapped. The next build keeps what only constructors know. Knows nothing of HotWeave.</summary>
public class Session
{
    private readonly string _user;

    /// <summary>Begins one.</summary>
    public Session(string user, int key)
    {
        _user = user;
#if NEXT
        Token = user + key;
#else
        GC.KeepAlive(key);
#endif
    }

#if NEXT
    internal string Token { get; }
#endif

    /// <summary>Who it is of.</summary>
    public string Show() => _user + " of " + GetType().Name;
}

/// <summary>A generic one, within which another stands.</summary>
public class Pool<T>(T owner)
{
    private readonly T _owner = owner;
#if NEXT
    internal int Number { get; } = owner!.ToString()!.Length;
#endif

    /// <summary>Whose it is.</summary>
    public string Owner() => "pool of " + _owner;

    /// <summary>A session in the pool.</summary>
    public sealed class Pooled(string user, int key) : Session(user, key);
}

/// <summary>A session that is seen once more when it has gone.</summary>
public sealed class Watched(string user, int key) : Session(user, key)
{
    /// <summary>How many have gone.</summary>
    public static int Gone { get; private set; }

    /// <summary>Counts it.</summary>
    ~Watched() => Gone++;
}
