using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching.Mapping;

/// <summary>Which calls on a builder can be made again in a running process, and do nothing else than to describe something to it.</summary>
internal abstract class ReplayRules
{
    /// <summary>Whether a parameter takes what is described with, or what describing gave.</summary>
    public abstract bool IsBuilder(TypeReference type);

    /// <summary>Whether the library has it, and it can be called again.</summary>
    public abstract bool IsRepeatable(MethodReference called);

    /// <summary>Whether a call of the entry point gives the builder.</summary>
    public abstract bool MakesBuilder(MethodReference called);

    /// <summary>Whether a call describes a thing of its own, and does not only say more of one.</summary>
    public abstract bool Begins(MethodReference called);

    /// <summary>What such calls do, for people, as in "to map end points".</summary>
    public abstract string Purpose { get; }

    /// <summary>Whether a program has one builder, and calls that make one make another each.</summary>
    public abstract bool IsSingle { get; }

    /// <summary>Whether a method may hand the builder back: whoever is given it says nothing of what was described.</summary>
    public abstract bool MayReturn { get; }

    /// <summary>Why a call that is not repeatable is in the way.</summary>
    public abstract string ExplainObstacle(MethodReference called);

    /// <summary>Whether a call takes a builder first, as its own or as an extension method's object.</summary>
    public bool TakesBuilder(MethodReference called)
    {
        if (called.HasThis)
            return IsBuilder(called.DeclaringType);
        return called.Parameters.Count > 0 && called.Parameters[0].ParameterType is var first
            && (IsBuilder(first) || first is GenericParameter { Owner: MethodReference });
    }
}
