namespace HotWeave.Preparing;

/// <summary>A metadata token that a body's instruction has as operand.</summary>
internal readonly record struct ILToken(int Offset, int Token);
