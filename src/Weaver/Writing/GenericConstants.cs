using HotWeave.Weaver.Model;
using HotWeave.Weaver.Model.Raw;
using HotWeave.Weaver.Model.Raw.Rows;
using Mono.Cecil;

namespace HotWeave.Weaver.Writing;

/// <summary>
/// Default values of parameters whose type is a generic parameter, as delegates have them that the compiler makes for lambdas. Cecil writes
/// null for these. A constant's row names its value's type and a blob, so the row of another constant of the same value is copied to it
/// once
/// the module is written.
/// </summary>
internal sealed class GenericConstants
{
    private readonly List<(ParameterDefinition Parameter, IMetadataTokenProvider Donor)> _pairs = [];

    private GenericConstants()
    {
    }

    /// <summary>Whether there are none, so that nothing is to be restored.</summary>
    public bool AreNone => _pairs.Count == 0;

    /// <summary>
    /// Finds those of <paramref name="module"/>, which is about to be written, and gives it constants to copy where it has none of the same
    /// value.
    /// </summary>
    public static GenericConstants Find(ModuleDefinition module)
    {
        var found = new GenericConstants();
        var parameters = module.GetTypes().SelectMany(static t => t.Methods).SelectMany(static m => m.Parameters).Where(static p => p.HasConstant).ToList();
        var lost = parameters.Where(static p => p.Constant is not null && IsGeneric(p.ParameterType)).ToList();
        if (lost.Count == 0)
            return found;
        var donors = new Dictionary<object, IMetadataTokenProvider>();
        foreach (var parameter in parameters.Where(static p => p.Constant is not null && IsPrimitive(p.ParameterType)))
            donors[parameter.Constant] = parameter;
        foreach (var parameter in lost)
        {
            if (!donors.TryGetValue(parameter.Constant, out var donor))
                donors.Add(parameter.Constant, donor = AddField(module, parameter.Constant));
            found._pairs.Add((parameter, donor));
        }

        return found;
    }

    /// <summary>Restores them in the module's bytes.</summary>
    public void Restore(byte[] written)
    {
        var image = RawImage.Read(written) ?? throw new BadImageFormatException("a module that was just written has tables of unfinished builds");
        var tables = image.Tables;
        var rows = Enumerable.Range(1, tables.Rows(MetadataTables.Constant)).Select(row => new ConstantRow(tables, row)).ToDictionary(static c => c.Parent.Value);
        foreach (var (parameter, donor) in _pairs)
        {
            var (to, from) = (rows[Parent(parameter)], rows[Parent(donor)]);
            to.SetType(from.Type);
            to.SetValue(from.Value);
        }
    }

    private static int Parent(IMetadataTokenProvider owner) => CodedIndex.Encode(CodedIndexKind.HasConstant, owner.MetadataToken.ToInt32()).Value;

    private static bool IsGeneric(TypeReference type) => type switch
    {
        GenericParameter => true,
        IModifierType modifier => IsGeneric(modifier.ElementType),
        ByReferenceType reference => IsGeneric(reference.ElementType),
        _ => false,
    };

    private static bool IsPrimitive(TypeReference type) => type.IsPrimitive || type.MetadataType == MetadataType.String;

    private static FieldDefinition AddField(ModuleDefinition module, object value)
    {
        const TypeAttributes staticClass = TypeAttributes.NotPublic | TypeAttributes.Abstract | TypeAttributes.Sealed | TypeAttributes.BeforeFieldInit;
        var holder = module.GetType(GeneratedName.Namespace, GeneratedName.Constants);
        if (holder is null)
            module.Types.Add(holder = new TypeDefinition(GeneratedName.Namespace, GeneratedName.Constants, staticClass, module.TypeSystem.Object));
        var field = new FieldDefinition(
            $"c{holder.Fields.Count}", FieldAttributes.Assembly | FieldAttributes.Static | FieldAttributes.Literal | FieldAttributes.HasDefault, TypeOf(module, value))
        {
            Constant = value,
        };
        holder.Fields.Add(field);
        return field;
    }

    private static TypeReference TypeOf(ModuleDefinition module, object value) => value switch
    {
        bool => module.TypeSystem.Boolean,
        char => module.TypeSystem.Char,
        sbyte => module.TypeSystem.SByte,
        byte => module.TypeSystem.Byte,
        short => module.TypeSystem.Int16,
        ushort => module.TypeSystem.UInt16,
        int => module.TypeSystem.Int32,
        uint => module.TypeSystem.UInt32,
        long => module.TypeSystem.Int64,
        ulong => module.TypeSystem.UInt64,
        float => module.TypeSystem.Single,
        double => module.TypeSystem.Double,
        _ => module.TypeSystem.String,
    };
}
