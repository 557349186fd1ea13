using System.Text;

namespace HotWeave.Weaver.Tests.Properties;

/// <summary>Writes versions of a program as one text.</summary>
/// <remarks>
/// Objects and delegates that <c>Prepare</c> makes live through the swaps; they are of members that all versions have. Of what only later versions have the first run of one makes delegates.
/// </remarks>
internal static class ProgramText
{
    public const string Name = "Generated";

    /// <summary>The field that every type has.</summary>
    public const string Limit = "Limit";

    public static string Of(RandomProgram first, RandomProgram second, RandomProgram? third = null)
    {
        var common = third is null ? [.. Delegates(second)] : Delegates(second).Intersect(Delegates(third)).ToList();
        var kept = Delegates(first).Intersect(common).ToList();
        var later = third is null ? [] : common.Except(kept).Where(l => first.Types.Any(t => t.Name == l.Type)).ToList();
        return $"""
            using System;
            using System.Collections.Generic;
            using System.IO;
            using System.Linq;
            using System.Threading.Tasks;
            #if V3
            {Version(third ?? second, kept, later)}
            #elif V2
            {Version(second, kept, later)}
            #else
            {Version(first, kept, [])}
            #endif
            """;
    }

    // What both versions have: a method, or a lambda that captures what it captured (a delegate of any other stays on its version).
    private static IEnumerable<(string Type, string Member, string Kind)> Delegates(RandomProgram program) =>
        from type in program.Types
        from member in type.Members
        where member.Form is Form.Instance or Form.Lambda or Form.Closure or Form.LocalFunction or Form.Virtual or Form.Handler
        select (type.Name, member.Name, member.Form != Form.Handler ? "method" : member.Callee is null && member.Field is null or Limit or ['s', ..] ? "lambda" : "lambda of this");

    private static string Version(RandomProgram program, List<(string Type, string Member, string Kind)> kept, List<(string Type, string Member, string Kind)> later)
    {
        var text = new StringBuilder();
        foreach (var type in program.Types)
            Append(text, type);
        text.AppendLine($"public static class {Name} {{");
        foreach (var type in program.Types)
            text.AppendLine($"private static {type.Use} Kept{type.Name} = new();");
        foreach (var type in program.Types.Where(static t => t.IsOpen))
            text.AppendLine($"private static readonly {type.Use} KeptDerived{type.Name} = new Derived{type.Name}();");
        text.AppendLine("private static readonly List<Func<int, int>> Delegates = [];\nprivate static readonly List<Func<int, int>> Later = [];");
        text.AppendLine("public static void Prepare() {");
        foreach (var (type, member, kind) in kept)
            text.AppendLine($"Delegates.Add(Kept{type}.{member}{(kind == "method" ? "" : "()")});");
        text.AppendLine("}\npublic static void Run(TextWriter output) {\nforeach (var d in Delegates) output.Write(d(5) + \" \");");
        if (later.Count > 0)
            text.AppendLine("if (Later.Count == 0) {");
        foreach (var (type, member, kind) in later)
            text.AppendLine($"Later.Add(Kept{type}.{member}{(kind == "method" ? "" : "()")});");
        if (later.Count > 0)
            text.AppendLine("}\nforeach (var d in Later) output.Write(d(6) + \" \");");
        foreach (var (type, member, _) in later.Where(static l => l.Kind == "method"))
            text.AppendLine($"output.Write(Later.Contains(Kept{type}.{member}));");
        foreach (var type in program.Types)
        {
            foreach (var member in type.Members.Where(static m => m.Form != Form.Private).OrderBy(static m => m.Name, StringComparer.Ordinal))
                text.AppendLine($"output.Write(\"{type.Name}.{member.Name} \" + {Call($"Kept{type.Name}.", member, "3")} + \" \" + {Call($"new {type.Use}().", member, "4")} + \" \");");
            foreach (var member in type.Members.Where(m => type.Contract.Contains(m.Name)).OrderBy(static m => m.Name, StringComparer.Ordinal))
                text.AppendLine($"output.Write({Call($"((I{type.Name})Kept{type.Name}).", member, "5")} + \" \");");
            foreach (var member in type.Members.Where(m => type.IsOpen && m.Form == Form.Virtual).OrderBy(static m => m.Name, StringComparer.Ordinal))
                text.AppendLine($"output.Write({Call($"KeptDerived{type.Name}.", member, "6")} + \" \");");
            if (type.Shape == Shape.Record)
                text.AppendLine($"output.Write(Kept{type.Name} + \" \" + (Kept{type.Name} with {{ }}).Equals(Kept{type.Name}));");
            if (type.Shape == Shape.Generic)
                text.AppendLine($"output.Write(new {type.Name}<long>().{(type.Members.FirstOrDefault(static m => m.IsPlain) is { } plain ? $"{plain.Name}(7)" : "ToString()")});");
        }

        return text.AppendLine("}\n}").ToString();
    }

    private static void Append(StringBuilder text, ProgramType type)
    {
        if (type.Shape == Shape.Nested)
            text.AppendLine($"public static class Outer{type.Name} {{");
        var kind = type.Shape switch { Shape.Struct => "struct", Shape.Record => "record", _ => "class" };
        text.AppendLine($"public {kind} {type.Name}{(type.Shape == Shape.Generic ? "<T>" : "")}{(type.IsOpen ? $" : I{type.Name}" : "")} {{");
        text.AppendLine($"private static readonly int {Limit} = {type.Limit};");
        // One in three has an initialiser that calls something.
        foreach (var field in type.Fields)
            text.AppendLine($"private {(field[0] == 's' ? "static " : "")}int {field} = {(field[^1] % 3 == 0 ? $"int.Parse(\"{field.Length}\")" : field.Length + (field[^1] - '0'))};");
        foreach (var member in type.Members)
            text.AppendLine(Declaration(member, Value(type, member)));
        text.AppendLine(type.Shape == Shape.Nested ? "} }" : "}");
        if (!type.IsOpen)
            return;
        text.AppendLine($"public interface I{type.Name} {{");
        foreach (var member in type.Contract)
            text.AppendLine($"int {member}(int n);");
        text.AppendLine($"}}\npublic class Derived{type.Name} : {type.Use} {{");
        foreach (var member in type.Overridden)
            text.AppendLine($"public override int {member}(int n) {{ {Loop($"base.{member}(n) * 2")} }}");
        text.AppendLine("}");
    }

    private static string Value(ProgramType type, Member member)
    {
        var callee = type.Members.FirstOrDefault(m => m.Name == member.Callee);
        return $"n * {member.Factor} + {member.Addend}{(member.Field is null ? "" : " + " + member.Field)}{(callee is null ? "" : " + " + Call("", callee, "n"))}";
    }

    private static string Declaration(Member member, string value) => member.Form switch
    {
        Form.Instance => $"public int {member.Name}(int n) {{ {Loop(value)} }}",
        Form.Small => $"public int {member.Name}(int n) => {value};",
        Form.Lambda => $"public int {member.Name}(int n) {{ Func<int, int> f = static x => x * {member.Factor}; {Loop($"f(n) + {value}")} }}",
        Form.Closure => $"public int {member.Name}(int n) {{ var k = n + {member.Addend}; Func<int> f = () => k * {member.Factor}; k++; {Loop($"f() + {value}")} }}",
        Form.LocalFunction => $"public int {member.Name}(int n) {{ {Loop("Local(n)")} int Local(int n) => {value}; }}",
        Form.Virtual => $"public virtual int {member.Name}(int n) {{ {Loop(value)} }}",
        Form.Private => $"private int {member.Name}(int n) {{ {Loop(value)} }}",
        Form.Generic => $"public int {member.Name}<T>(int n) where T : notnull {{ {Loop($"typeof(T).Name.Length + {value}")} }}",
        Form.Async => $"public async Task<int> {member.Name}(int n) {{ await Task.Yield(); {Loop(value)} }}",
        Form.Iterator => $"public IEnumerable<int> {member.Name}(int n) {{ yield return {value}; yield return n; }}",
        Form.Property => $"public int {member.Name} {{ get {{ var n = 2; {Loop(value)} }} }}",
        Form.Handler => $"public Func<int, int> {member.Name}() => n => {value};",
        _ => throw new InvalidOperationException($"There is no form {member.Form}."),
    };

    // A method with a loop is no small method, and the JIT leaves it alone.
    private static string Loop(string value) => $"var r = 0; for (var i = 0; i < 2; i++) r += {value}; return r;";

    private static string Call(string receiver, Member member, string argument) => member.Form switch
    {
        Form.Generic => $"({receiver}{member.Name}<string>({argument}) + {receiver}{member.Name}<int>({argument}))",
        Form.Async => $"{receiver}{member.Name}({argument}).GetAwaiter().GetResult()",
        Form.Iterator => $"{receiver}{member.Name}({argument}).Sum()",
        Form.Property => $"{receiver}{member.Name}",
        Form.Handler => $"{receiver}{member.Name}()({argument})",
        _ => $"{receiver}{member.Name}({argument})",
    };
}
