using HotWeave.Conformance;

namespace HotWeave.Akka.Tests.Service;

public sealed record Ask(int Number);

public sealed record AskBehind;

/// <summary>Read by one asked after the other.</summary>
public sealed record Read;

/// <summary>Read by messages that are told, of which only the last answers who asks.</summary>
public sealed record ReadByTelling;

public sealed record Write;

public sealed record WriteByTelling;

public sealed record Look;

public sealed record Tick;

public sealed record Note(int Number);

public sealed record CountNotes;

/// <summary>How often clerks were told of swaps.</summary>
public sealed record CountTold;

public sealed record RunUntilCancelled;

public sealed record RunUntilReleased;

public sealed record Send(int Number);

public sealed record FindReceived;

public sealed record Received(int Count, int OutOfOrder, string[] Units);

/// <summary>Put off until <see cref="Open"/>.</summary>
public sealed record Carry;

public sealed record AskToCarry;

public sealed record Open;

public sealed record Greet;

/// <summary>Only version 2 has a handler for it.</summary>
public sealed record Farewell;

public sealed record Greeting(string Text, int Count, int Told);

public sealed record Deposit(int Amount);

public sealed record Balance(int Amount, Part Stored);

public sealed record Stumble;

public sealed record Stumbled(int Times, string? Over);
