using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching.Mapping;

/// <summary>Names code of deployed types that asks a provider of services for one that only the patch registers.</summary>
internal sealed class AskedProviders(IReadOnlyList<AssemblyMatch> matches, IReadOnlyList<RegistrationReplay> registrations, DiagnosticSink sink)
{
    private const string Extensions = "Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions";

    // Lambdas that make such a service are given a provider that has them all.
    private readonly HashSet<MemberReference> _factories =
    [
        .. registrations.SelectMany(static r => r.Calls).SelectMany(static c => c.Arguments).SelectMany(static a => a.Row)
            .Where(static i => i.OpCode.Code == Code.Ldftn).Select(static i => (MemberReference)i.Operand),
    ];

    private readonly HashSet<string> _services = new(
        registrations.SelectMany(static r => r.Calls).Select(static c => c.Method).OfType<GenericInstanceMethod>()
            .Select(static m => m.GenericArguments[0].FullName),
        StringComparer.Ordinal);

    /// <summary>Looks at the types that differ.</summary>
    public void Check()
    {
        if (_services.Count == 0 || !matches.Any(static m => m.Pair.New.TryGetTypeReference(Extensions, out _)))
            return;
        foreach (var match in matches.Where(static m => !m.Pair.IsNewProject))
        {
            foreach (var type in match.Untouched.OthersIn(match.Pair.New).Where(t => match.OldOf(GeneratedCode.UserTypeOf(t)) is not null))
            {
                foreach (var method in type.Methods.Where(m => m.HasBody && !_factories.Contains(m)))
                    Check(match, method);
            }
        }
    }

    private void Check(AssemblyMatch match, MethodDefinition method)
    {
        foreach (var asked in method.Body.Instructions.Where(IsAsked).Select(static i => ((GenericInstanceMethod)i.Operand).GenericArguments[0]))
        {
            var name = ReadableName.Describe(match.NewKeys.RootOf(method));
            sink.Report(EditDiagnostics.ProviderAsked.At(name, SymbolLocation.Find(method), name, asked.Name));
        }
    }

    private bool IsAsked(Instruction instruction) =>
        instruction.Operand is GenericInstanceMethod { DeclaringType.FullName: Extensions } called && _services.Contains(called.GenericArguments[0].FullName)
        && instruction.Previous?.Operand is not MethodReference { Name: "get_RequestServices" };
}
