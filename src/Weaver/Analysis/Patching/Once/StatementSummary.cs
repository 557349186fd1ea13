using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching.Once;

/// <summary>Says a statement in the words of its source, as far as calls and literals go: <c>MapGet("/two").WithName("two")</c>.</summary>
internal static class StatementSummary
{
    /// <summary>The summary of a row of instructions; empty where it calls nothing that says something.</summary>
    public static string Write(IReadOnlyList<Instruction> row)
    {
        var calls = new List<string>();
        var literals = new List<string>();
        foreach (var instruction in row)
        {
            switch (instruction.Operand)
            {
                case string text when instruction.OpCode.Code == Code.Ldstr:
                    literals.Add($"\"{Shorten(text)}\"");
                    break;
                case TypeReference type when instruction.OpCode.Code == Code.Ldtoken:
                    literals.Add($"typeof({NameOf(type)})");
                    break;
                case MethodReference called when instruction.OpCode.FlowControl == FlowControl.Call && Says(called):
                    calls.Add($"{NameOf(called)}({string.Join(", ", literals)})");
                    literals.Clear();
                    break;
            }
        }

        return string.Join(".", calls);
    }

    // Delegates, awaits and reads of properties are the means, not the matter.
    private static bool Says(MethodReference called) =>
        !called.Name.StartsWith("get_", StringComparison.Ordinal)
        && !called.Name.StartsWith("op_", StringComparison.Ordinal)
        && called.DeclaringType.Namespace != "System.Runtime.CompilerServices"
        && called.DeclaringType.FullName is not ("System.Type" or "System.String")
        && called.Name is not ("GetAwaiter" or "GetResult" or "ConfigureAwait" or "Dispose" or "Invoke" or "GetEnumerator" or "MoveNext")
        && !IsDelegate(called)
        && !GeneratedCode.HasGeneratedName(called.DeclaringType.GetElementType());

    private static bool IsDelegate(MethodReference called) =>
        called.Name == ".ctor" && called.Parameters.Count == 2 && called.Parameters[1].ParameterType.MetadataType == MetadataType.IntPtr;

    private static string NameOf(MethodReference called)
    {
        var name = called.Name switch
        {
            ".ctor" => "new " + NameOf(called.DeclaringType),
            "set_Item" => "[]=",
            var other => StripAccessor(other),
        };
        return called is GenericInstanceMethod instance ? $"{name}<{string.Join(", ", instance.GenericArguments.Select(NameOf))}>" : name;
    }

    private static string StripAccessor(string name) =>
        name.StartsWith("set_", StringComparison.Ordinal) ? name.Substring(4) + " = "
        : name.StartsWith("add_", StringComparison.Ordinal) ? name.Substring(4) + " += "
        : name;

    private static string NameOf(TypeReference type)
    {
        var name = type.Name.IndexOf('`') is > 0 and var arity ? type.Name.Substring(0, arity) : type.Name;
        return type is GenericInstanceType instance ? $"{name}<{string.Join(", ", instance.GenericArguments.Select(NameOf))}>" : name;
    }

    private static string Shorten(string text) => text.Length <= 40 ? text : text.Substring(0, 37) + "...";
}
