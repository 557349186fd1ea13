using System.Buffers.Binary;
using HotWeave.Ghost.Bodies;
using HotWeave.Ghost.Plans;
using HotWeave.Ghost.Profiling;

namespace HotWeave.Ghost.Weaving;

/// <summary>
/// Defines in a loaded module what weaving adds to a file: dispatch classes, each with its methods right behind it, and the class of slots
/// last, so that the lists of methods and fields have no gaps.
/// </summary>
internal sealed unsafe class TypeDefiner
{
    // System.Reflection's TypeAttributes, FieldAttributes and MethodAttributes.
    private const int AbstractClass = 0x80 | 0x100000;
    private const int StaticClass = AbstractClass | 0x100;
    private const int Slot = 0x03 | 0x10;
    private const int ProtectedConstructor = 0x04 | 0x80 | 0x800 | 0x1000;
    private const int AbstractMethod = 0x06 | 0x40 | 0x80 | 0x100 | 0x400;

    private static ReadOnlySpan<byte> ConstructorSignature => [0x20, 0, 0x01]; // instance void ()

    private static ReadOnlySpan<byte> MarkSignature => [0x20, 3, 0x01, 0x0E, 0x08, 0x0E]; // instance void (string, int, string)

    private readonly MetadataWriter _writer;
    private readonly ModulePlan _plan;
    private readonly int _object;
    private readonly int _isVolatile;
    private readonly int _dispatch;
    private readonly byte[] _constructorBody;

    public TypeDefiner(MetadataWriter writer, ModulePlan plan, AssemblyVersion runtime)
    {
        _writer = writer;
        _plan = plan;
        int scope;
        fixed (char* name = "HotWeave.Runtime")
            scope = writer.ReferToAssembly(name, runtime);
        _dispatch = writer.ReferToType(scope, "HotWeave.Runtime.Dispatch");
        MarkConstructor = writer.ReferToConstructor(writer.ReferToType(scope, "HotWeave.Runtime.BaselineAttribute"), MarkSignature);
        _object = writer.ReferToType(plan.CoreScope, "System.Object");
        _isVolatile = writer.ReferToType(plan.CoreScope, "System.Runtime.CompilerServices.IsVolatile");

        // ldarg.0; call instance void Dispatch::.ctor(); ret
        _constructorBody = [(7 << 2) | 2, 0x02, 0x28, 0, 0, 0, 0, 0x2A];
        BinaryPrimitives.WriteInt32LittleEndian(_constructorBody.AsSpan(3), writer.ReferToConstructor(_dispatch, ConstructorSignature));
    }

    /// <summary>The constructor of the mark.</summary>
    public int MarkConstructor { get; }

    /// <summary>The constructors of the dispatch classes.</summary>
    public List<int> Constructors { get; } = [];

    /// <summary>The body of each of these.</summary>
    public ReadOnlySpan<byte> ConstructorBody => _constructorBody;

    /// <summary>Defines the types, and says what stubs name.</summary>
    public void Define(Dictionary<int, StubCode> stubs)
    {
        var classes = new int[_plan.Types.Length];
        var methods = new int[_plan.Types.Length][];
        for (var i = 0; i < classes.Length; i++)
            (classes[i], methods[i]) = DefineDispatchClass(_plan.Types[i]);
        var slots = _writer.DefineType(_plan.Slots, StaticClass, _object);
        for (var i = 0; i < classes.Length; i++)
        {
            var type = _plan.Types[i];
            var slot = _writer.DefineField(slots, type.Slot, Slot, SlotSignature(classes[i]));
            for (var e = 0; e < type.Exports.Length; e++)
            {
                var export = type.Exports[e];
                stubs.Add(export.Method, new StubCode(slot, methods[i][e], export.Arguments, export.IsConstructor, export.TailCall));
            }
        }
    }

    private (int Class, int[] Methods) DefineDispatchClass(TypePlan plan)
    {
        var type = _writer.DefineType(plan.DispatchClass, AbstractClass, _dispatch);
        fixed (char* name = ".ctor")
        fixed (byte* signature = ConstructorSignature)
            Constructors.Add(_writer.DefineMethod(type, name, ProtectedConstructor, signature, ConstructorSignature.Length));
        var methods = new int[plan.Exports.Length];
        for (var i = 0; i < methods.Length; i++)
            methods[i] = DefineDispatchMethod(type, plan.Exports[i]);
        return (type, methods);
    }

    // The token that a stub calls: of a generic method, over the parameters of the export.
    private int DefineDispatchMethod(int type, ExportPlan export)
    {
        var method = _writer.DefineMethod(type, export.DispatchMethod, AbstractMethod, export.Signature.Bytes, export.Signature.Length);
        for (var i = 0; i < export.Parameters.Length; i++)
        {
            var parameter = export.Parameters[i];
            var constraints = new int[parameter.Constraints.Length + 1];
            for (var c = 0; c < parameter.Constraints.Length; c++)
            {
                var (token, signature) = parameter.Constraints[c];
                constraints[c] = token != 0 ? token : _writer.FindTypeToken(signature);
            }

            fixed (int* tokens = constraints)
                _writer.DefineParameter(method, i, parameter.Flags, parameter.Name, tokens);
        }

        return export.Parameters.Length == 0 ? method : _writer.DefineInstantiation(method, export.Instantiation);
    }

    // FIELD CMOD_REQD IsVolatile CLASS D
    private byte[] SlotSignature(int dispatchClass) => [0x06, 0x1F, .. Encode(_isVolatile), 0x12, .. Encode(dispatchClass)];

    // TypeDefOrRefOrSpec (ECMA-335 II.23.2.8), compressed
    private static byte[] Encode(int token)
    {
        var coded = ((token & 0xFFFFFF) << 2) | (token >>> 24 == 0x02 ? 0 : 1);
        return coded switch
        {
            < 0x80 => [(byte)coded],
            < 0x4000 => [(byte)(0x80 | (coded >> 8)), (byte)coded],
            _ => [(byte)(0xC0 | (coded >> 24)), (byte)(coded >> 16), (byte)(coded >> 8), (byte)coded],
        };
    }
}
