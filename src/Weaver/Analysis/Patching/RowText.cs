using System.Globalization;
using System.Text;
using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>
/// What a row of instructions does, as text that is equal for two rows exactly when they do the same, wherever they stand in their bodies: variables are numbered as they are
/// met, branch targets by their place in the row.
/// </summary>
internal sealed class RowText(GeneratedKeys keys)
{
    private readonly MemberText _members = new(keys);

    public string Write(MethodDefinition method, IEnumerable<Instruction> instructions)
    {
        var row = instructions.ToList();
        var text = new StringBuilder();
        var variables = new List<int>();
        foreach (var instruction in row)
        {
            var (name, operand) = LongForm.Read(instruction, method.Body);
            text.Append(name).Append(' ');
            if (name is "ldloc" or "stloc" or "ldloca" && operand is int variable)
                WriteVariable(text, variable, variables, method.Body);
            else
                Write(text, operand, row);
            text.Append('\n');
        }

        return text.ToString();
    }

    private void WriteVariable(StringBuilder text, int variable, List<int> variables, MethodBody body)
    {
        if (!variables.Contains(variable))
            variables.Add(variable);
        text.Append(Number(variables.IndexOf(variable))).Append(' ').Append(_members.Write(body.Variables[variable].VariableType));
    }

    private void Write(StringBuilder text, object? operand, List<Instruction> row)
    {
        switch (operand)
        {
            case string value:
                text.Append(Number(value.Length)).Append(':').Append(value);
                break;
            case float value:
                text.Append(Number(BitConverter.ToInt32(BitConverter.GetBytes(value), 0)));
                break;
            case double value:
                text.Append(BitConverter.DoubleToInt64Bits(value).ToString(CultureInfo.InvariantCulture));
                break;
            case Instruction target:
                text.Append(Number(row.IndexOf(target)));
                break;
            case Instruction[] targets:
                text.Append(string.Join(",", targets.Select(t => Number(row.IndexOf(t)))));
                break;
            case MemberReference member:
                text.Append(_members.Write(member));
                break;
            case CallSite site:
                text.Append(site.CallingConvention).Append(_members.Write(site.ReturnType)).Append(string.Join(",", site.Parameters.Select(p => _members.Write(p.ParameterType))));
                break;
            default:
                text.Append(Convert.ToString(operand, CultureInfo.InvariantCulture));
                break;
        }
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
