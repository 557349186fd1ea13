using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>What a method locks on, in words: the fields and <c>this</c> that are loaded for <c>Monitor.Enter</c>, <c>Lock.EnterScope</c> and the like.</summary>
internal static class LockObjects
{
    public static IEnumerable<string> FindIn(MethodDefinition method)
    {
        if (method.IsSynchronized)
            yield return method.IsStatic ? "its type" : "this";
        if (!method.HasBody)
            yield break;
        var stored = new Dictionary<int, string>();
        string? last = null;
        foreach (var instruction in method.Body.Instructions)
        {
            var (name, operand) = LongForm.Read(instruction, method.Body);
            switch (name)
            {
                case "ldfld" or "ldsfld":
                    last = ReadableName.Describe((FieldReference)operand!);
                    break;
                case "ldarg" when operand is 0 && method.HasThis:
                    last = "this";
                    break;
                case "stloc" when last is not null:
                    stored[(int)operand!] = last;
                    break;
                case "ldloc":
                    last = stored.TryGetValue((int)operand!, out var known) ? known : last;
                    break;
                case "ldtoken":
                    last = "the type " + operand;
                    break;
                case "call" or "callvirt" when Locks((MethodReference)operand!) && last is not null:
                    yield return last;
                    break;
            }
        }
    }

    private static bool Locks(MethodReference method) => method.DeclaringType.FullName switch
    {
        "System.Threading.Monitor" => method.Name is "Enter" or "TryEnter",
        "System.Threading.Lock" => method.Name is "Enter" or "TryEnter" or "EnterScope",
        "System.Threading.SemaphoreSlim" => method.Name is "Wait" or "WaitAsync",
        _ => false,
    };
}
