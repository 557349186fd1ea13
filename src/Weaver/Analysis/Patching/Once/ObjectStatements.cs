using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching.Once;

/// <summary>
/// Which statements of a constructor do more than to set the new object's fields: they tell others of it, or put something into what it
/// holds.
/// </summary>
internal sealed class ObjectStatements(TypeDefinition type, CodeHeads heads, StatementReader reader)
{
    /// <summary>Whether a statement does.</summary>
    public bool HasEffect(Statement statement) => HasEffect(statement, []);

    private bool HasEffect(Statement statement, HashSet<MethodDefinition> seen) =>
        !statement.IsAssignment && statement.Calls.Any(c => c is { IsLast: true, UsesThis: true } && !IsHarmless(c.Method) && IsEffect(c.Method, seen));

    // A method of the object itself that only sets fields is as good as the assignments in it; whoever else is called is told of the object.
    private bool IsEffect(MethodReference called, HashSet<MethodDefinition> seen)
    {
        if (called.Name == ".ctor")
            return false;
        var own = heads.FindOwn(called);
        if (own is not { HasBody: true, IsStatic: false, IsVirtual: false } || own.DeclaringType != type || own.ReturnType.Namespace == "System.Threading.Tasks")
            return true;
        return seen.Add(own) && reader.Read(own).Any(s => HasEffect(s, seen));
    }

    private static bool IsHarmless(MethodReference called)
    {
        var space = called.DeclaringType.Namespace;
        return space.StartsWith("Microsoft.Extensions.Logging", StringComparison.Ordinal)
            || space.StartsWith("System.Diagnostics", StringComparison.Ordinal)
            || space is "Serilog" or "NLog" or "log4net"
            || called.DeclaringType.FullName is "System.Console" or "System.GC"
            || called.Name.StartsWith("Throw", StringComparison.Ordinal);
    }
}
