namespace HotWeave.Weaver.Model.Ghost;

/// <summary>A method whose compiled code may have methods inlined that get a stub.</summary>
/// <param name="Assembly">The simple name of its assembly.</param>
/// <param name="Module">The id of its module.</param>
/// <param name="Method">Its token.</param>
/// <param name="Name">What people call it.</param>
/// <param name="HasLoops">Whether it has loops, so that one call of it is enough for the JIT to optimise it.</param>
/// <param name="IsMovable">Whether Harmony can compile it anew.</param>
/// <param name="IsGuess">Whether it calls them by a virtual call or a delegate only, which the JIT inlines after it has seen many.</param>
internal sealed record InlineCaller(string Assembly, Guid Module, int Method, string Name, bool HasLoops, bool IsMovable, bool IsGuess);
