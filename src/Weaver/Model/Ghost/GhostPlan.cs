namespace HotWeave.Weaver.Model.Ghost;

/// <summary>
/// What turns a loaded assembly into what its woven copy is: types to define beside its own, and code to put before that of its methods.
/// Tokens and signatures are those of the assembly as it is loaded.
/// </summary>
/// <param name="Assembly">Its simple name.</param>
/// <param name="Mvid">The id of its module, by which the loaded one is known.</param>
/// <param name="Mark">The identity of the woven copy.</param>
/// <param name="CoreScope">The token of its reference to the core library.</param>
/// <param name="Types">The swappable types that have exports.</param>
internal sealed record GhostPlan(string Assembly, Guid Mvid, BaselineMark Mark, int CoreScope, IReadOnlyList<GhostType> Types)
{
    /// <summary>The tokens of all its methods whose compiled code may have other methods of the application inlined.</summary>
    public IReadOnlyList<int> Callers { get; init; } = [];
}

/// <summary>A swappable type of a loaded assembly.</summary>
/// <param name="Token">Its token.</param>
/// <param name="DispatchClass">The full name of its dispatch class.</param>
/// <param name="Slot">The name of its slot.</param>
/// <param name="Exports">Its exports.</param>
internal sealed record GhostType(int Token, string DispatchClass, string Slot, IReadOnlyList<GhostExport> Exports);

/// <summary>A method that gets a stub in memory.</summary>
/// <param name="Method">Its token.</param>
/// <param name="DispatchMethod">The name of its dispatch method.</param>
/// <param name="IsConstructor">Whether its dispatch method says whether it did the construction.</param>
/// <param name="TailCall">Whether the stub's call is a tail call.</param>
/// <param name="Arguments">How many arguments it takes, the object among them.</param>
/// <param name="Signature">The dispatch method's signature (ECMA-335 II.23.2.1).</param>
/// <param name="Parameters">The dispatch method's generic parameters: those of the type, then those of the method.</param>
/// <param name="Instantiation">What the stub calls it over (II.23.2.15); empty where it is not generic.</param>
internal sealed record GhostExport(
    int Method, string DispatchMethod, bool IsConstructor, bool TailCall, int Arguments, byte[] Signature,
    IReadOnlyList<GhostParameter> Parameters, byte[] Instantiation);

/// <summary>A generic parameter of a dispatch method.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Flags">Its special constraints (II.23.1.7).</param>
/// <param name="Constraints">The types that its arguments are of.</param>
internal sealed record GhostParameter(string Name, int Flags, IReadOnlyList<GhostConstraint> Constraints);

/// <summary>A type that arguments for a generic parameter are of.</summary>
/// <param name="Token">Its token where it is a definition or a reference; else 0.</param>
/// <param name="Signature">Its signature (II.23.2.14) where it is anything else; else empty.</param>
internal sealed record GhostConstraint(int Token, byte[] Signature);
