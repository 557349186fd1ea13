using Mono.Cecil;

namespace HotWeave.Weaver.Model;

/// <summary>The state machines of iterators that are asked step by step and disposed of, as C# and Visual Basic make them.</summary>
internal static class IteratorMachine
{
    /// <summary>
    /// By which method the iterator is disposed of whose step <paramref name="body"/> is; null where it is not the step of one.
    /// </summary>
    // bool MoveNext(), void IDisposable.Dispose()
    public static MethodDefinition? FindDisposal(MethodDefinition body) =>
        body is { Name: "MoveNext", HasThis: true, HasParameters: false, ReturnType.MetadataType: MetadataType.Boolean }
        && GeneratedCode.IsStateMachine(body.DeclaringType)
            ? body.DeclaringType.Methods.FirstOrDefault(IsDisposal)
            : null;

    private static bool IsDisposal(MethodDefinition method) =>
        method is { IsVirtual: true, HasBody: true, HasParameters: false, ReturnType.MetadataType: MetadataType.Void }
        && (method.Name == "Dispose" || method.Overrides.Any(static o => o is { Name: "Dispose", DeclaringType.FullName: "System.IDisposable" }));
}
