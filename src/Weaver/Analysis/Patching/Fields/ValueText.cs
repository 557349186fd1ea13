using System.Text;
using HotWeave.Weaver.Model;
using Mono.Cecil;

namespace HotWeave.Weaver.Analysis.Patching;

/// <summary>All that the value of a field depends on that is nothing but its initialiser's value, as text: the initialiser, those of such fields that it reads, and contracts that the object will keep.</summary>
internal sealed class ValueText(RowText text)
{
    private readonly HashSet<FieldDefinition> _met = [];
    private readonly StringBuilder _result = new();

    /// <summary>The text of one field; an object of this class serves once.</summary>
    public string Describe(FieldDefinition field, Initialiser initialiser)
    {
        Write(field, initialiser);
        return _result.ToString();
    }

    private void Write(FieldDefinition field, Initialiser initialiser)
    {
        if (!_met.Add(field))
            return;
        _result.Append(text.Write(initialiser.Constructor, initialiser.Instructions)).Append(LaterValue.Describe(initialiser, text));
        foreach (var read in initialiser.Instructions.Select(static i => i.Operand).OfType<FieldReference>().Where(r => r.Name != field.Name && r.DeclaringType.GetElementType() is TypeDefinition))
        {
            if (read.Resolve() is { IsStatic: true, HasConstant: false } other && ClassConstructor.Find(other)?.InitialiserOf(other) is { } before && FixedValue.Is(other, before))
                Write(other, before);
        }

        if (field.FieldType != field.DeclaringType || !SourceGenerated.KeepsContracts(field.DeclaringType))
            return;
        foreach (var method in field.DeclaringType.Methods.Where(static m => m is { HasBody: true } and not { IsStatic: true, IsConstructor: true }))
            _result.Append(text.Write(method, method.Body.Instructions));
    }
}
