namespace Banking;

/// <summary>What was booked: a type that version 2 brought.</summary>
internal sealed record Entry(string What, decimal Amount);
