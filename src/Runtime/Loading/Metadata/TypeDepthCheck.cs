using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace HotWeave.Loading.Metadata;

/// <summary>
/// Types do not build on each other deeper than the runtime's loader can follow, which follows bases, interfaces and the value types of fields on its stack, and no generic
/// value type has a field of ever larger instantiations of itself, which it follows until it ends the process.
/// </summary>
internal sealed class TypeDepthCheck
{
    /// <summary>Deeper than any compiler's output, and shallow enough for every stack.</summary>
    internal const int Deepest = 200;

    private const int MostExpanding = 4_000;
    private const int IsMeasured = -1;

    private readonly MetadataReader _metadata;
    private readonly int[] _heights;
    private readonly Dictionary<(int Type, int Parameter), List<(int Type, int Parameter)>> _handedOn = [];
    private readonly List<((int Type, int Parameter) From, (int Type, int Parameter) To)> _expanding = [];

    private TypeDepthCheck(MetadataReader metadata)
    {
        _metadata = metadata;
        _heights = new int[metadata.GetTableRowCount(TableIndex.TypeDef) + 1];
    }

    /// <exception cref="BadImageFormatException">They do.</exception>
    internal static void Check(MetadataReader metadata)
    {
        var check = new TypeDepthCheck(metadata);
        foreach (var handle in metadata.TypeDefinitions)
            check.Measure(handle, 0);
        check.CheckExpansion();
    }

    // How many types it builds on, one on the other.
    private int Measure(TypeDefinitionHandle handle, int depth)
    {
        var row = MetadataTokens.GetRowNumber(handle);
        if (_heights[row] > 0)
            return _heights[row];
        if (depth > Deepest)
            throw new BadImageFormatException($"more than {Deepest} types build on each other");
        _heights[row] = IsMeasured;
        var height = 0;
        foreach (var (below, isStatic) in ListBelow(handle))
        {
            if (_heights[MetadataTokens.GetRowNumber(below)] != IsMeasured)
                height = Math.Max(height, Measure(below, depth + 1));
            else if (!isStatic)
                throw new BadImageFormatException("a type builds on itself");
        }

        if (height >= Deepest)
            throw new BadImageFormatException($"more than {Deepest} types build on each other");
        return _heights[row] = height + 1;
    }

    private IEnumerable<(TypeDefinitionHandle Type, bool IsStatic)> ListBelow(TypeDefinitionHandle handle)
    {
        var type = _metadata.GetTypeDefinition(handle);
        if (FindDefinition(type.BaseType) is { IsNil: false } ancestor)
            yield return (ancestor, false);
        foreach (var implementation in type.GetInterfaceImplementations())
        {
            if (FindDefinition(_metadata.GetInterfaceImplementation(implementation).Interface) is { IsNil: false } contract)
                yield return (contract, false);
        }

        foreach (var field in type.GetFields().Select(_metadata.GetFieldDefinition))
        {
            var value = field.DecodeSignature(ValueTypeFields.Instance, null);
            NoteHandedOn(handle, value.HandedOn);
            // A static one may be of the type itself, also by way of others.
            var isStatic = (field.Attributes & FieldAttributes.Static) != 0;
            foreach (var within in value.Within)
                yield return (within, isStatic);
        }
    }

    // A generic one is a specification; its definition comes first in the blob, after the two element types.
    private TypeDefinitionHandle FindDefinition(EntityHandle type)
    {
        if (type.Kind == HandleKind.TypeSpecification)
        {
            var signature = _metadata.GetBlobReader(_metadata.GetTypeSpecification((TypeSpecificationHandle)type).Signature);
            if (signature.ReadByte() != (byte)SignatureTypeCode.GenericTypeInstance)
                throw new BadImageFormatException("a base type is no class");
            signature.ReadByte();
            type = signature.ReadTypeHandle();
        }

        return type.Kind == HandleKind.TypeDefinition ? (TypeDefinitionHandle)type : default;
    }

    private void NoteHandedOn(TypeDefinitionHandle type, ImmutableArray<HandedOn> handedOn)
    {
        foreach (var one in handedOn)
        {
            var (from, to) = ((MetadataTokens.GetRowNumber(type), one.From), (MetadataTokens.GetRowNumber(one.To), one.Index));
            if (!_handedOn.TryGetValue(from, out var all))
                _handedOn[from] = all = [];
            all.Add(to);
            if (one.IsExpanding)
                _expanding.Add((from, to));
        }
    }

    private void CheckExpansion()
    {
        if (_expanding.Count > MostExpanding || _expanding.Exists(e => LeadsTo(e.To, e.From)))
            throw new BadImageFormatException("a generic value type has a field of ever larger instantiations of itself");
    }

    private bool LeadsTo((int Type, int Parameter) from, (int Type, int Parameter) to)
    {
        var (seen, ahead) = (new HashSet<(int, int)> { from }, new Stack<(int Type, int Parameter)>([from]));
        while (ahead.TryPop(out var place))
        {
            if (place == to)
                return true;
            foreach (var next in _handedOn.GetValueOrDefault(place) ?? [])
            {
                if (seen.Add(next))
                    ahead.Push(next);
            }
        }

        return false;
    }
}
