namespace Warehouse;

public sealed record Add(int Count);

public sealed record Take(int Count);

public sealed record Look
{
    public static Look Instance { get; } = new();
}

public sealed record Accident;

/// <summary>What is stored.</summary>
public sealed record Moved(int Count);

/// <summary>New.</summary>
public sealed record Reserve(string For, int Count);

/// <summary>New: stored too.</summary>
public sealed record Reserved(string For, int Count);
