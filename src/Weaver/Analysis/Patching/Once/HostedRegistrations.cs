using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching.Once;

/// <summary>
/// Registrations of new hosted services that a patch makes good for: <c>AddHostedService&lt;T&gt;()</c> of a type that only the patch has, in
/// code that runs at the start, once and under no condition, where HotWeave.AspNetCore is in the deployed process to start it.
/// </summary>
internal sealed class HostedRegistrations
{
    private readonly Dictionary<string, (TypeDefinition Type, AssemblyMatch Match)> _new = new(StringComparer.Ordinal);
    private readonly List<TypeDefinition> _served = [];

    public HostedRegistrations(IReadOnlyList<AssemblyMatch> matches, IReadOnlyCollection<string> accepted)
    {
        if (accepted.Contains(EditDiagnostics.HostedServiceStarted.Id) || !matches.Any(static m => Integration.IsIn(m.Pair.Old)))
            return;
        foreach (var match in matches.Where(static m => !m.Pair.IsNewProject))
        {
            foreach (var type in match.Untouched.OthersIn(match.Pair.New).Where(t => IsOfPatch(match, t) && CanBeStarted(t)))
                _new[type.FullName] = (type, match);
        }
    }

    /// <summary>The services, in the order in which their registrations were found.</summary>
    public IReadOnlyList<TypeDefinition> Served => _served;

    /// <summary>The differences of a head without such registrations.</summary>
    public StatementDiff Without(MethodDefinition head, StatementDiff differences)
    {
        if (_new.Count == 0)
            return differences;
        var left = differences.Added.Where(s => !Serves(head, s)).ToList();
        return left.Count == differences.Added.Count ? differences : differences with { Added = left };
    }

    // Also one that an earlier patch brought: no host has started it with the process.
    private static bool IsOfPatch(AssemblyMatch match, TypeDefinition type) => match.OldOf(type) is not { } old || match.ModuleOf(old) != match.Pair.Deployed;

    private static bool CanBeStarted(TypeDefinition type) =>
        type is { IsClass: true, IsAbstract: false, HasGenericParameters: false } && FrameworkTypes.IsHosted(type);

    private bool Serves(MethodDefinition head, Statement statement)
    {
        if (FindType(statement) is not { } type || !_new.TryGetValue(type.FullName, out var found) || !IsUnconditional(head, type))
            return false;
        if (!_served.Contains(found.Type))
            _served.Add(found.Type);
        return true;
    }

    // (builder.Services).AddHostedService<T>()
    private static TypeReference? FindType(Statement statement)
    {
        var others = statement.Calls.Where(static c => c.Method.Name != "get_Services").ToList();
        return others.Count == 1 && others[0].Method is GenericInstanceMethod { Name: "AddHostedService", Parameters.Count: 1 } called
            && called.DeclaringType.FullName == "Microsoft.Extensions.DependencyInjection.ServiceCollectionHostedServiceExtensions"
                ? called.GenericArguments[0]
                : null;
    }

    // No jump leads past the call or back over it, nothing guards it, and it is there once.
    private static bool IsUnconditional(MethodDefinition head, TypeReference type)
    {
        var code = head.Body.Instructions;
        var calls = code.Where(i => i.Operand is GenericInstanceMethod { Name: "AddHostedService" } called && called.GenericArguments[0].FullName == type.FullName).ToList();
        if (calls.Count != 1 || head.Body.HasExceptionHandlers)
            return false;
        var place = code.IndexOf(calls[0]);
        for (var i = 0; i < code.Count; i++)
        {
            var targets = code[i].Operand as Instruction[] ?? (code[i].Operand is Instruction target ? [target] : []);
            if (targets.Any(t => i < place != code.IndexOf(t) <= place))
                return false;
            if (i < place && code[i].OpCode.FlowControl is FlowControl.Return or FlowControl.Throw)
                return false;
        }

        return true;
    }
}
