using System.Text;
using HotWeave.Weaver.Diagnostics;

namespace HotWeave.Weaver.Model;

/// <summary>What weaving will do to an assembly: a plain value that prints.</summary>
/// <param name="Assembly">The assembly's simple name.</param>
/// <param name="Mark">The identity that the woven assembly gets.</param>
/// <param name="Types">The swappable types, in metadata order.</param>
/// <param name="Units">The methods that get a frame, in metadata order.</param>
internal sealed record WeavePlan(string Assembly, BaselineMark Mark, IReadOnlyList<TypePlan> Types, IReadOnlyList<UnitPlan> Units)
{
    /// <summary>Whether there is nothing to do.</summary>
    public bool IsEmpty => Types.Count == 0 && Units.Count == 0;

    /// <summary>The plan as text, one line per type, export, local call and skipped method; free of ids.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append("assembly ").Append(Assembly).Append(" (").Append(Mark.Settings).Append(")\n");
        foreach (var type in Types)
            type.Print(text);
        foreach (var unit in Units)
            text.Append(unit).Append('\n');
        return text.ToString();
    }
}

/// <summary>What weaving will do to a swappable type.</summary>
/// <param name="Token">The type's metadata token in the input.</param>
/// <param name="Name">Its full name.</param>
/// <param name="DispatchClass">The name of its dispatch class and slot; null when it has no export and needs neither.</param>
/// <param name="HasStateField">Whether it gets the field for state that later versions add.</param>
/// <param name="ListsObjects">Whether its constructors are to list what they make, for code change.</param>
/// <param name="Exports">Its exports.</param>
/// <param name="LocalCalls">The calls to bind to bodies.</param>
/// <param name="Skipped">Why its other methods are no exports.</param>
/// <param name="CountedLoops">Its loops whose runs are counted.</param>
internal sealed record TypePlan(
    uint Token,
    string Name,
    string? DispatchClass,
    bool HasStateField,
    bool ListsObjects,
    IReadOnlyList<ExportPlan> Exports,
    IReadOnlyList<LocalCallPlan> LocalCalls,
    IReadOnlyList<Diagnostic> Skipped,
    IReadOnlyList<CountedLoopPlan> CountedLoops)
{
    internal void Print(StringBuilder text)
    {
        text.Append("type ").Append(Name);
        text.Append(DispatchClass is null ? "" : " slot " + DispatchClass).Append(HasStateField ? " state" : "").Append(ListsObjects ? " tracked" : "").Append('\n');
        foreach (var export in Exports)
            text.Append("  ").Append(export).Append('\n');
        foreach (var call in LocalCalls)
            text.Append("  local ").Append(call.Caller.Name).Append(" -> ").Append(call.Target.Name).Append('\n');
        foreach (var loop in CountedLoops)
            text.Append("  loop ").Append(loop).Append('\n');
        foreach (var skipped in Skipped)
            text.Append("  skip ").Append(skipped.Id).Append(' ').Append(skipped.Message).Append('\n');
    }
}

/// <summary>What weaving will do to an export.</summary>
/// <param name="Method">The method.</param>
/// <param name="Kind">Where its instructions will be.</param>
/// <param name="DispatchMethod">The name of its dispatch method.</param>
/// <param name="Signature">The static shape of the dispatch method, for people.</param>
/// <param name="BodyMethod">The name of the method its instructions move to; null unless <paramref name="Kind"/> is moved.</param>
/// <param name="InlineStub">Whether the stub asks to be inlined.</param>
/// <param name="TailCall">Whether the stub's calls are tail calls.</param>
/// <param name="Self">How the stub hands over a copy of the struct; null where it hands over the address, or what is no struct.</param>
internal sealed record ExportPlan(
    MethodKey Method, ExportKind Kind, string DispatchMethod, string Signature, string? BodyMethod, bool InlineStub, bool TailCall, SelfCopy? Self)
{
    /// <inheritdoc/>
    public override string ToString()
    {
        var kind = Kind switch
        {
            ExportKind.InPlace => "in place",
            ExportKind.Moved => "moved to " + BodyMethod,
            _ => "constructor",
        };
        return $"export {Method.Name} {kind}, {DispatchMethod}{Signature}{(InlineStub ? ", inlined" : "")}{(TailCall ? ", tail" : "")}{(Self is null ? "" : ", " + Self)}";
    }
}

/// <summary>A loop whose runs are counted.</summary>
/// <param name="Method">The method that has it.</param>
/// <param name="Body">The method whose instructions it is, and whose runs are counted: for asynchronous methods the state machine's step.</param>
/// <param name="Calls">The methods of the same type that it calls, by their stubs.</param>
/// <param name="IsWaiting">Whether it waits for work for ever, and is not only fed.</param>
internal sealed record CountedLoopPlan(MethodKey Method, MethodKey Body, IReadOnlyList<MethodKey> Calls, bool IsWaiting)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Method.Name}{(IsWaiting ? "" : " (fed)")} -> {string.Join(" ", Calls)}";
}

/// <summary>What weaving will do to a unit method.</summary>
/// <param name="Method">The method.</param>
/// <param name="UnitName">The name of its units.</param>
/// <param name="Shape">When they end.</param>
/// <param name="UnitMethod">The name of the method that what stands in it moves to.</param>
/// <param name="CallMethod">The name of the method that calls that when the gate has opened; null where the frame blocks at the gate.</param>
internal sealed record UnitPlan(MethodKey Method, string UnitName, UnitShape Shape, string UnitMethod, string? CallMethod)
{
    /// <inheritdoc/>
    public override string ToString() => $"unit {Method.Name} \"{UnitName}\" {Shape.ToString().ToLowerInvariant()}{(CallMethod is null ? ", blocks" : "")}";
}

/// <summary>Calls in one method to bind to another's body.</summary>
/// <param name="Caller">The method whose calls are bound.</param>
/// <param name="Target">The export whose body they are bound to.</param>
internal sealed record LocalCallPlan(MethodKey Caller, MethodKey Target);
