using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching.Once;

/// <summary>A call within a statement.</summary>
/// <param name="Method">What is called.</param>
/// <param name="Text">The same as text that is equal in both builds.</param>
/// <param name="IsLast">Whether nobody takes its result: it is called for what it does.</param>
/// <param name="UsesThis">Whether it is given the object that the statement's method runs for, or something of it.</param>
internal sealed record StatementCall(MethodReference Method, string Text, bool IsLast, bool UsesThis);
