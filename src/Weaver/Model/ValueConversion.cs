using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Model;

/// <summary>A place where a value is taken for one of another type.</summary>
/// <param name="At">The instruction that does.</param>
/// <param name="From">The type of the value, as text.</param>
/// <param name="To">The full name of the type that it is taken for, without type arguments.</param>
internal sealed record ValueConversion(Instruction At, string From, string To);
