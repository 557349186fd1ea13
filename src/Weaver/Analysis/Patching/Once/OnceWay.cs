using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching.Once;

/// <summary>How code is come to that is entered once.</summary>
/// <param name="Entry">Why it begins once.</param>
/// <param name="Heads">From what is entered by itself to the code in question, each called by the one before.</param>
internal sealed record OnceWay(OnceEntry Entry, IReadOnlyList<MethodDefinition> Heads)
{
    /// <summary>The code that is entered once and calls it in a loop that may be fed still; null where none does.</summary>
    public MethodDefinition? Loop { get; init; }

    /// <summary>For people: why, and the way.</summary>
    public override string ToString()
    {
        var root = NameOf(Heads[0]);
        var reason = Entry switch
        {
            OnceEntry.EntryPoint => $"{root} is the entry point",
            OnceEntry.Initialiser => $"{root} initialises a type or a module",
            OnceEntry.HostedStart => $"the host calls {root} when it starts",
            OnceEntry.HostedRun => $"the host runs {root} from its start on",
            OnceEntry.Model => $"{root} builds a model that is kept",
            _ => $"{root} configures what is built once",
        };
        return Heads.Count == 1 ? reason : $"{string.Join(" -> ", Heads.Select(NameOf))}; {reason}";
    }

    private static string NameOf(MethodDefinition method) =>
        method.IsConstructor ? $"{method.DeclaringType.FullName}{method.Name}" : $"{method.DeclaringType.FullName}.{method.Name}";
}
