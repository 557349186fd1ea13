using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using HotWeave.Weaver.Model;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>
/// A digest of what a body does: instructions in their long forms, branch targets by index, tokens by name, generated members by key.
/// Equal text means equal behaviour; offsets, encodings, symbols and ordinals do not enter.
/// </summary>
internal sealed class BodyFingerprint(GeneratedKeys keys)
{
    private readonly SignatureText _signatures = keys.Signatures;
    private readonly Dictionary<MethodDefinition, string> _known = [];
    private readonly StringBuilder _text = new();

    // Cecil gives one object for one token, and code names the same members over and over.
    private readonly Dictionary<MemberReference, string> _members = [];

    /// <summary>The digest of one body; of a method without a body the text of how it is bound.</summary>
    public string Of(MethodDefinition method)
    {
        if (!_known.TryGetValue(method, out var fingerprint))
            _known.Add(method, fingerprint = Compute(method));
        return fingerprint;
    }

    private string Compute(MethodDefinition method)
    {
        if (!method.HasBody)
            return method.HasPInvokeInfo ? $"{method.PInvokeInfo.Module.Name}!{method.PInvokeInfo.EntryPoint} {method.PInvokeInfo.Attributes}" : "";
        _text.Clear();
        WriteBody(_text, method.Body);
        using var sha = SHA256.Create();
        return Convert.ToBase64String(sha.ComputeHash(Encoding.UTF8.GetBytes(_text.ToString())));
    }

    private void WriteBody(StringBuilder text, MethodBody body)
    {
        text.Append(body.InitLocals ? "init " : "").Append(body.Method.ImplAttributes & (MethodImplAttributes.Synchronized | MethodImplAttributes.NoInlining | MethodImplAttributes.NoOptimization | MethodImplAttributes.AggressiveOptimization)).Append('\n');
        foreach (var variable in body.Variables)
            text.Append(_signatures.Of(variable.VariableType)).Append('\n');
        var index = HasTargets(body) ? Index(body) : [];
        foreach (var instruction in body.Instructions)
            WriteInstruction(text, instruction, body, index);
        foreach (var handler in body.ExceptionHandlers)
        {
            text.Append(handler.HandlerType);
            foreach (var edge in new[] { handler.TryStart, handler.TryEnd, handler.FilterStart, handler.HandlerStart, handler.HandlerEnd })
                text.Append(' ').Append(edge is null ? "-" : Number(index[edge]));
            text.Append(handler.CatchType is null ? "" : _signatures.Of(handler.CatchType)).Append('\n');
        }
    }

    private static bool HasTargets(MethodBody body)
    {
        if (body.HasExceptionHandlers)
            return true;
        foreach (var instruction in body.Instructions)
        {
            if (instruction.Operand is Instruction or Instruction[])
                return true;
        }

        return false;
    }

    private static Dictionary<Instruction, int> Index(MethodBody body)
    {
        var index = new Dictionary<Instruction, int>(body.Instructions.Count);
        for (var i = 0; i < body.Instructions.Count; i++)
            index.Add(body.Instructions[i], i);
        return index;
    }

    private void WriteInstruction(StringBuilder text, Instruction instruction, MethodBody body, Dictionary<Instruction, int> index)
    {
        var (name, operand) = LongForm.Of(instruction, body);
        text.Append(name).Append(' ');
        switch (operand)
        {
            case null:
                break;
            case string value:
                text.Append(value.Length.ToString(CultureInfo.InvariantCulture)).Append(':').Append(value);
                break;
            case float value:
                text.Append(BitConverter.ToInt32(BitConverter.GetBytes(value), 0).ToString(CultureInfo.InvariantCulture));
                break;
            case double value:
                text.Append(BitConverter.DoubleToInt64Bits(value).ToString(CultureInfo.InvariantCulture));
                break;
            case Instruction target:
                text.Append(Number(index[target]));
                break;
            case Instruction[] targets:
                text.Append(string.Join(",", targets.Select(t => Number(index[t]))));
                break;
            case MemberReference member:
                text.Append(TextOf(member));
                break;
            case CallSite site:
                text.Append(site.CallingConvention).Append(_signatures.Of(site.ReturnType)).Append(string.Join(",", site.Parameters.Select(p => _signatures.Of(p.ParameterType))));
                break;
            default:
                text.Append(Convert.ToString(operand, CultureInfo.InvariantCulture));
                break;
        }

        text.Append('\n');
    }

    private string TextOf(MemberReference member)
    {
        if (!_members.TryGetValue(member, out var text))
            _members.Add(member, text = ComputeText(member));
        return text;
    }

    private string ComputeText(MemberReference member) => member switch
    {
        FieldReference field => $"{_signatures.Of(field.FieldType)} {_signatures.Of(field.DeclaringType)}::{KeyOf(field) ?? field.Name}",
        MethodReference method => _signatures.OfUse(method, KeyOf(method)),
        _ => _signatures.Of((TypeReference)member),
    };

    private string? KeyOf(MethodReference reference) =>
        reference.DeclaringType.GetElementType() is TypeDefinition && reference.Resolve() is { } method ? keys.KeyOf(method) : null;

    private string? KeyOf(FieldReference reference) =>
        reference.DeclaringType.GetElementType() is TypeDefinition && reference.Resolve() is { } field ? keys.KeyOf(field) : null;

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
